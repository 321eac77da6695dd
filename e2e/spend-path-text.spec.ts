import { expectAccounted } from "./support/accounted";
import { callCompletion, messageOf, newMark } from "./support/completion-calls";
import { expect, test } from "./support/outside-test";
import { callRaw } from "./support/raw-connection";

const unstorable = {
  "a NUL": "x\u0000y",
  "a lone surrogate": "x\ud800y",
  "a control character": "x\u0007y",
};

test("text that cannot be recorded is rejected with its field's name, and nothing is sent", async ({
  outside,
}) => {
  const product = await outside.ensure();
  const tenant = outside.tenant();
  const bodies = Object.entries(unstorable).flatMap(([what, text]) => [
    { what: `user with ${what}`, field: "user", rest: { user: text } },
    { what: `model with ${what}`, field: "model", rest: { model: `sandbox/heron${text}` } },
  ]);
  bodies.push({ what: "user that is too long", field: "user", rest: { user: "x".repeat(257) } });
  const marks: string[] = [];
  for (const { what, field, rest } of bodies) {
    for (const stream of [false, true]) {
      const call = callCompletion(product, { from: tenant, stream, rest });
      marks.push(call.mark);
      const reply = await call.ended;
      expect.soft(reply.status, `${what}, stream ${stream}`).toBe(400);
      expect.soft(messageOf(reply), what).toContain(field);
    }
  }
  expect(await outside.provider.completions(marks)).toEqual([]);
  await expectAccounted(outside, { marks });
});

test("odd bytes in fields that are not recorded and in headers never make a request free", async ({
  outside,
}) => {
  const product = await outside.ensure();
  const tenant = outside.tenant();
  const marks: string[] = [];
  const served: string[] = [];
  const headers: readonly Record<string, string>[] = [
    { referer: "http://caf\u00e9.example/\u00ff", "x-title": "\u0080\u00ff\u00fe title" },
    { "http-referer": "javascript:alert(1)", "x-title": "\u00c0\u0080" },
    { "x-openrouter-title": "t".repeat(8_000), "user-agent": "\u00ff\u00fe" },
  ];
  const bodies = [
    {},
    { session_id: "s\u0000\ud800" },
    { metadata: { a: "\u0000" }, trace: "\udfff" },
    { provider: { order: ["\u0000"] } },
    { models: ["\u0000", "\ud800"] },
  ];
  const calls = [
    ...headers.map((header) => ({ headers: header })),
    ...bodies.map((rest) => ({ rest })),
    // Content is only for the model, so any content is passed on.
    { rest: { tools: [{ type: "function", function: { name: "t", description: "\u0000\ud800" } }] } },
  ];
  for (const call of calls) {
    for (const stream of [false, true]) {
      const sent = callCompletion(product, { from: tenant, stream, ...call });
      marks.push(sent.mark);
      const { status } = await sent.ended;
      expect
        .soft(status === 200 || status === 400, `${JSON.stringify(call).slice(0, 80)}: ${status}`)
        .toBe(true);
      if (status === 200) served.push(sent.mark);
    }
  }
  for (const line of ["x-title: a\u0001b", "referer: http://a\u0000b.example", "x-title: \u007f"]) {
    const raw = callRaw(product, { secret: tenant.secret, headLines: [line] });
    marks.push(raw.mark);
    const status = await raw.status;
    expect.soft([200, 400]).toContain(status);
    if (status === 200) served.push(raw.mark);
    raw.close();
  }
  const accounts = await expectAccounted(outside, { marks });
  expect(served.length).toBeGreaterThan(4);
  for (const mark of served) expect(accounts.row(mark).cost_nanos).toBeGreaterThan(0);
});

test("a key name that cannot be stored is rejected with 400", async ({ outside }) => {
  const product = await outside.ensure();
  const tenant = outside.tenant();
  const send = (method: string, path: string, body: object) =>
    fetch(`${product.origin}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${tenant.managementSecret}`,
        "content-type": "application/json",
        connection: "close",
      },
      body: JSON.stringify(body),
    });
  for (const [what, name] of Object.entries(unstorable)) {
    expect.soft((await send("POST", "/keys", { name })).status, `create with ${what}`).toBe(400);
    expect
      .soft((await send("PATCH", `/keys/${tenant.keyHash}`, { name })).status, `change with ${what}`)
      .toBe(400);
  }
  expect((await send("PATCH", `/keys/${tenant.keyHash}`, { name: "Sound" })).status).toBe(200);
});

test("images go only to models that accept them, and more than a row can count are never free", async ({
  outside,
}) => {
  const product = await outside.ensure();
  const tenant = outside.tenant();
  const image = { type: "image_url", image_url: { url: "https://example.test/a.png" } };
  const messagesWith = (mark: string, images: number) => [
    {
      role: "user",
      content: [
        { type: "text", text: `[[sandbox:mark=${mark}]]` },
        ...Array.from({ length: images }, () => image),
      ],
    },
  ];
  const prompted = newMark();
  const refused = callCompletion(product, { from: tenant, rest: { messages: messagesWith(prompted, 1) } });
  const reply = await refused.ended;
  expect.soft([400, 404]).toContain(reply.status);
  expect.soft(await outside.provider.completions([prompted])).toEqual([]);

  // The mark in the prompt differs from the one in `user`, by which the row is found; both are checked.
  const many = newMark();
  const call = callCompletion(product, {
    from: tenant,
    model: "sandbox/kestrel-vision",
    rest: { messages: messagesWith(many, 33_000), user: `mark-${many}`, max_tokens: 16 },
  });
  const { status } = await call.ended;
  expect.soft([200, 400, 413]).toContain(status);
  const accounts = await expectAccounted(outside, { marks: [many] });
  if (status === 200) expect(accounts.row(many).cost_nanos).toBeGreaterThan(0);
});
