import { randomBytes } from "node:crypto";
import { balanceNanos, expectAccounted } from "./support/accounted";
import {
  callCompletion,
  chunksOf,
  inBandError,
  isFinished,
  retryAfter,
  userOf,
} from "./support/completion-calls";
import { expect, test } from "./support/outside-test";

const dollar = 1_000_000_000;

test("concurrent dense prompts on one dollar never take the balance below minus one dollar", async ({
  outside,
}) => {
  const product = await outside.ensure();
  const tenant = outside.tenant("poor");
  const calls = Array.from({ length: 29 }, () =>
    callCompletion(product, {
      from: tenant,
      model: "sandbox/heron-large",
      // 40,000 characters, which are more than 30,000 tokens for a tokenizer.
      ballast: Buffer.from(randomBytes(30_000).toString("base64")),
      asks: ["tokens=30500,16", "delay=300"],
      rest: { max_tokens: 16 },
    }),
  );
  const replies = await Promise.all(calls.map(({ ended }) => ended));
  const marks = calls.map(({ mark }) => mark);
  const accounts = await expectAccounted(outside, { marks });
  const statuses = replies.map(({ status }) => status);
  expect(statuses.filter((status) => status !== 200 && status !== 402)).toEqual([]);
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(3);
  expect(await balanceNanos(outside, tenant.workspaceId)).toBeGreaterThanOrEqual(-dollar);
  for (const [index, mark] of marks.entries()) {
    if (statuses[index] !== 200) continue;
    expect(accounts.row(mark).prompt_tokens).toBeLessThanOrEqual(40_500);
    expect(accounts.row(mark).completion_tokens).toBeLessThanOrEqual(16);
  }
});

test("usage beyond what was possible is capped, and marked in the row", async ({ outside }) => {
  const product = await outside.ensure();
  const tenant = outside.tenant("poor");
  const before = await balanceNanos(outside, tenant.workspaceId);
  const asks = ["tokens=10,999999999", "tokens=999999999,5", "tokens=999999999,999999999"];
  const calls = asks.flatMap((ask) =>
    [false, true].map((stream) =>
      callCompletion(product, { from: tenant, stream, asks: [ask], rest: { max_tokens: 16 } }),
    ),
  );
  const plausible = callCompletion(product, {
    from: tenant,
    asks: ["tokens=20,16"],
    rest: { max_tokens: 16 },
  });
  await Promise.all([...calls, plausible].map(({ ended }) => ended));
  const accounts = await expectAccounted(outside, { marks: [...calls, plausible].map(({ mark }) => mark) });
  const rows = calls.map(({ mark }) => accounts.row(mark));
  expect.soft(rows.map((row) => row.usage_capped)).toEqual(calls.map(() => true));
  expect.soft(Math.max(...rows.map((row) => row.completion_tokens))).toBeLessThanOrEqual(16);
  expect.soft(Math.max(...rows.map((row) => row.prompt_tokens))).toBeLessThanOrEqual(1_000);
  expect.soft(Math.max(...rows.map((row) => row.cost_nanos))).toBeLessThan(dollar / 100);
  expect.soft(accounts.row(plausible.mark)).toMatchObject({ usage_capped: false, completion_tokens: 16 });
  expect(before - (await balanceNanos(outside, tenant.workspaceId))).toBeLessThan(dollar / 10);
});

test("an error before the first content causes a fallback, whatever comments came before it", async ({
  outside,
}) => {
  const product = await outside.ensure();
  const tenant = outside.tenant();
  const failures = [
    ["keep-alive=3", "chunk-delay=50", "error-first"],
    ["error-first"],
    ["keep-alive=2", "chunk-delay=20", "cut-after=0"],
  ];
  const calls = failures.map((asks) =>
    callCompletion(product, { from: tenant, stream: true, asks: [...asks, "times=1"] }),
  );
  const replies = await Promise.all(calls.map(({ ended }) => ended));
  for (const [index, reply] of replies.entries()) {
    expect.soft(reply.status, String(failures[index])).toBe(200);
    expect.soft(isFinished(reply), `${failures[index]}: ${reply.text.slice(-200)}`).toBe(true);
    expect.soft(chunksOf(reply)[0]?.provider, String(failures[index])).toBe("Lantern");
  }
  // The provider may have billed the prompt of a connection that was dropped before its first chunk. Only the response
  // that the client received is charged.
  const marks = calls.slice(0, 2).map(({ mark }) => mark);
  const accounts = await expectAccounted(outside, { marks });
  for (const mark of marks) {
    expect(accounts.row(mark)).toMatchObject({ attempts: 2, provider: "lantern" });
    expect(accounts.row(mark).cost_nanos).toBeGreaterThan(0);
  }
});

test("an unreadable line in the middle of a stream does not end its bill", async ({ outside }) => {
  const product = await outside.ensure();
  const tenant = outside.tenant();
  const oddities = ["bad-line", "long-line=6000000", "invalid-json"];
  const calls = oddities.map((ask) =>
    callCompletion(product, { from: tenant, stream: true, asks: [ask, "chunks=8", "big-chunks=60"] }),
  );
  const replies = await Promise.all(calls.map(({ ended }) => ended));
  const accounts = await expectAccounted(outside, { marks: calls.map(({ mark }) => mark) });
  for (const [index, { mark }] of calls.entries()) {
    const reply = replies[index];
    if (!reply) continue;
    expect.soft(reply.status).toBe(200);
    const hasEnd = isFinished(reply) || inBandError(reply) !== null;
    expect.soft(hasEnd, `${oddities[index]} got an end and usage`).toBe(true);
    expect.soft(accounts.row(mark).cost_nanos, `cost with ${oddities[index]}`).toBeGreaterThan(0);
  }
});

test("requests rejected by the minute limit do not count for the day limit of free models, and paid ones continue", async ({
  outside,
}) => {
  const product = await outside.ensure();
  const tenant = outside.tenant();
  const calls = Array.from({ length: 10 }, () =>
    callCompletion(product, { from: tenant, model: "sandbox/wren:free" }),
  );
  const replies = await Promise.all(calls.map(({ ended }) => ended));
  const served = replies.filter(({ status }) => status === 200).length;
  const refused = replies.filter(({ status }) => status === 429);
  // Three per minute; a new minute may begin in between.
  expect([3, 6]).toContain(served);
  expect(refused).toHaveLength(10 - served);
  for (const reply of refused) expect(retryAfter(reply)).toBeGreaterThan(0);
  const [day] = await outside.query<{ requests: number }>(
    "select requests from free_request_counts where workspace_id = $1 and period = 'day'",
    [tenant.workspaceId],
  );
  expect(Number(day?.requests)).toBe(served);

  const mixed = Array.from({ length: 4 }, () =>
    callCompletion(product, { from: tenant, model: "sandbox/wren", rest: { models: ["sandbox/wren:free"] } }),
  );
  for (const { ended } of mixed) expect((await ended).status).toBe(200);
  const accounts = await expectAccounted(outside, { marks: [...calls, ...mixed].map(({ mark }) => mark) });
  for (const { mark } of mixed) expect(accounts.row(mark).cost_nanos).toBeGreaterThan(0);
});

test("concurrent completions above a key's limit are rejected, and nothing is sent for them", async ({
  outside,
}) => {
  const product = await outside.ensure();
  const tenant = outside.tenant();
  const asks = ["chunks=20", "chunk-delay=150"];
  const calls = Array.from({ length: 40 }, () =>
    callCompletion(product, { from: tenant, stream: true, asks }),
  );
  const replies = await Promise.all(calls.map(({ ended }) => ended));
  const refused = replies.filter(({ status }) => status === 429);
  // COMPLETIONS_PER_KEY_MAX is 32.
  expect(replies.filter((reply) => reply.status === 200 && isFinished(reply))).toHaveLength(32);
  expect(refused).toHaveLength(8);
  for (const reply of refused) expect(retryAfter(reply)).toBeGreaterThanOrEqual(1);
  const marks = calls.map(({ mark }) => mark);
  expect(await outside.provider.completions(marks)).toHaveLength(32);
  await expectAccounted(outside, { marks });
  const [counted] = await outside.query<{ count: string }>(
    "select count(*) as count from generations where end_user = any($1)",
    [marks.map(userOf)],
  );
  expect(Number(counted?.count)).toBe(32);
  const next = await callCompletion(product, { from: tenant }).ended;
  expect(next.status).toBe(200);
});
