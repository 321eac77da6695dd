import { afterAll, beforeAll, expect, test } from "vitest";
import { countUnaccounted } from "@/lib/ledger/count-unaccounted";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import {
  type AnsweringProvider,
  askOnce,
  plain,
  type Respond,
  startAnsweringProvider,
  stream,
  words,
} from "@/lib/testing/answering-provider";

let provider: AnsweringProvider;
beforeAll(async () => {
  provider = await startAnsweringProvider();
});
afterAll(() => provider.stop());

const ask = (respond: Respond, extra: object = {}) => askOnce(provider, respond, extra);

const usage = { prompt_tokens: 11, completion_tokens: 7 };
const reported = { prompt_tokens: 11, completion_tokens: 7, estimated: false };
const wholeResponse = (message: string, rest = "") =>
  `{"id":"a","choices":[{"message":${message},"finish_reason":"stop"}],"usage":${JSON.stringify(usage)}${rest}}`;
const end = JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }], usage });
const errorOf = (text: string) => JSON.parse(text).error;

const megabytes = (count: number) => "word ".repeat(count * 200_000);

test("a plain response over the size limit is aborted without another attempt, and billed once by what was read", async () => {
  const { status, text, row, debitedNanos, arrivals } = await ask(
    plain(`{"choices":[{"message":{"content":"${megabytes(34)}"},"finish_reason":"stop"}]}`),
  );
  expect(status).toBe(502);
  expect(errorOf(text).message).toMatch(/larger than/);
  expect(arrivals).toBe(1);
  expect(row).toMatchObject({ attempts: 1, status: 502, completion_tokens: 400, estimated: true });
  expect(debitedNanos).toBeGreaterThan(0n);
});

test("its usage report counts when it came before the limit", async () => {
  const { row } = await ask(
    plain(`{"usage":${JSON.stringify(usage)},"choices":[{"message":{"content":"${megabytes(34)}"}}]}`),
  );
  expect(row).toMatchObject(reported);
});

test("a stream over the size limit is aborted, billed once, and says so at its end", async () => {
  const line = words("a");
  const event = `data: ${line.slice(0, -1)},"padding":"${"x".repeat(1_000_000)}"}\n\n`;
  const { status, text, row, debitedNanos, arrivals } = await ask(
    (response) => {
      for (let index = 0; index < 140; index += 1) response.write(event);
      response.end();
    },
    { stream: true },
  );
  expect(status).toBe(200);
  expect(text).toMatch(/"error":\{"code":502,"message":"The response was larger than/);
  expect(arrivals).toBe(1);
  expect(row).toMatchObject({ attempts: 1, estimated: true });
  expect(debitedNanos).toBeGreaterThan(0n);
});

const long = `{"choices":[{"index":0,"delta":{"content":"${megabytes(5)}"}}]}`;

test.each<[string, readonly string[], object]>([
  ["first", [long, words("Hi"), end, "[DONE]"], reported],
  ["alone, before the end", [long, end, "[DONE]"], reported],
  ["alone", [long, "[DONE]"], { estimated: true, completion_tokens: 400 }],
  ["after content", [words("Hi"), long, end, "[DONE]"], reported],
  [
    "after content, without a report",
    [words("Hi"), long, "[DONE]"],
    { estimated: true, completion_tokens: 400 },
  ],
])(
  "a line over the size limit never makes a stream free or tries another endpoint: %s",
  async (_, events, row) => {
    const result = await ask(stream(...events), { stream: true });
    expect(result.status).toBe(200);
    expect(result.text).toMatch(/"error":\{"code":502/);
    expect(result.arrivals).toBe(1);
    expect(result.row).toMatchObject({ attempts: 1, ...row });
    expect(result.debitedNanos).toBeGreaterThan(0n);
  },
);

test("a line over the size limit that ends with the connection is billed too", async () => {
  const result = await ask(
    (response) => {
      response.write(`data: ${long.slice(0, -10)}`);
      setTimeout(() => response.destroy(), 300);
    },
    { stream: true },
  );
  expect(result.arrivals).toBe(1);
  expect(result.row).toMatchObject({ attempts: 1, estimated: true });
  expect(result.debitedNanos).toBeGreaterThan(0n);
});

test.each(["plain", "stream"])(
  "headers over the size limit do not count as a response of the provider: %s",
  async (how) => {
    const result = await ask(
      (response) => {
        for (let index = 0; index < 40; index += 1)
          response.setHeader(`x-padding-${index}`, "y".repeat(8_000));
        response.end(how === "plain" ? wholeResponse('{"content":"Hi"}') : `data: ${end}\n\n`);
      },
      { stream: how === "stream" },
    );
    expect(result.status).toBe(502);
    expect(errorOf(result.text).message).toMatch(/larger than/);
    expect(result.arrivals).toBe(1);
    expect(result.row).toMatchObject({ attempts: 1, estimated: true, completion_tokens: 0 });
    expect(result.debitedNanos).toBeGreaterThan(0n);
  },
);

test.each([false, true])(
  "of too many choices the first ones are passed on; streamed %s",
  async (isStream) => {
    const choices = `${'{"index":0,"delta":{"content":"Hi"},"message":{"content":"Hi"}},'.repeat(50_000)}0`;
    const body = `{"choices":[${choices}],"usage":${JSON.stringify(usage)}}`;
    const result = await ask(isStream ? stream(body, "[DONE]") : plain(body), { stream: isStream });
    expect(result.status).toBe(200);
    expect(result.text.length).toBeLessThan(100_000);
    expect(result.row).toMatchObject(reported);
  },
);

test.each(["constructor", "__proto__", "x\u0000y", "\ud800"])(
  "finish reason %j is an ordinary end",
  async (reason) => {
    const choices = [{ message: { content: "Hi" }, finish_reason: reason }];
    const result = await ask(plain(JSON.stringify({ choices, usage })));
    expect(JSON.parse(result.text).choices[0].finish_reason).toBe("stop");
    expect(result.row).toMatchObject({ ...reported, finish_reason: "stop" });
  },
);

const deep = "[".repeat(100_000) + "]".repeat(100_000);
const deepObject = '{"a":'.repeat(100_000) + "1" + "}".repeat(100_000);

test.each<[string, string]>([
  ["content", `{"content":${deep}}`],
  ["tool calls", `{"content":"Hi","tool_calls":${deep}}`],
  ["arguments", `{"tool_calls":[{"function":{"name":"f","arguments":${deepObject}}}]}`],
  ["reasoning details", `{"content":"Hi","reasoning_details":${deep}}`],
  ["images", `{"content":"Hi","images":${deep}}`],
  ["annotations", `{"content":"Hi","annotations":[${deepObject}]}`],
  ["unknown fields", `{"content":"Hi","other":${deep}}`],
])(
  "a response with nested %s is billed once as reported and never causes an error of ours",
  async (_, message) => {
    const result = await ask(plain(wholeResponse(message)));
    expect([200, 502]).toContain(result.status);
    if (result.status === 502) expect(errorOf(result.text).message).toMatch(/nested/);
    expect(result.arrivals).toBe(1);
    expect(result.row).toMatchObject({ attempts: 1, status: result.status, ...reported });
    const streamed = await ask(stream(`{"choices":[{"index":0,"delta":${message}}]}`, end, "[DONE]"), {
      stream: true,
    });
    expect(streamed.status).toBe(200);
    expect(streamed.text).not.toContain('"code":500');
    expect(streamed.arrivals).toBe(1);
    expect(streamed.row).toMatchObject({ attempts: 1, ...reported });
  },
);

test.each<[string, string]>([
  ["around the choices", `{"other":${deep},"choices":[{"message":{"content":"Hi"}}]}`],
  ["in logprobs", `{"choices":[{"message":{"content":"Hi"},"logprobs":${deep}}]}`],
  ["in the message", `{"choices":[{"message":{"content":"Hi","tool_calls":${deep}}}]}`],
])("nested %s without a report: billed by estimate", async (_, body) => {
  const result = await ask(plain(body));
  expect([200, 502]).toContain(result.status);
  expect(result.arrivals).toBe(1);
  expect(result.row).toMatchObject({ attempts: 1, estimated: true });
  expect(result.debitedNanos).toBeGreaterThan(0n);
});

const cut: Respond = (response) => {
  response.writeHead(200, { "content-length": 1_000 });
  response.write('{"choices":[{"message":{"content":"Hi');
  setTimeout(() => response.destroy(), 20);
};
const reset: Respond = (response) => void response.destroy();

test.each<[string, Respond, object]>([
  ["breaks off", cut, {}],
  ["breaks off before its head", reset, {}],
  ["is not JSON", plain("<html>Welcome</html>"), {}],
  ["is empty", plain(""), {}],
  ["is nested and has no choices", plain(deep), {}],
  ["has no choices", plain(`{"usage":${JSON.stringify(usage)}}`), {}],
  ["breaks off before its first event, streamed", cut, { stream: true }],
  ["breaks off before its head, streamed", reset, { stream: true }],
  ["holds nothing readable, streamed", stream("{not json", "neither"), { stream: true }],
])(
  "a response that %s is free, retried elsewhere, and each attempt counts as unaccounted",
  async (_, respond, extra) => {
    const before = await countUnaccounted();
    const result = await ask(respond, extra);
    expect(result.status).toBe(502);
    expect(result.arrivals).toBe(2);
    expect(result.row).toMatchObject({ attempts: 2, cost_nanos: 0n });
    expect(result.lost).toHaveLength(2);
    const worst = result.lost.reduce((sum, { amount_nanos: nanos }) => sum + nanos, 0n);
    // 400 tokens at each of two endpoints, and the prompt.
    expect(worst).toBeGreaterThan(2n * 400n * 1_000n);
    const after = await countUnaccounted();
    expect([after.count - before.count, after.worstNanos - before.worstNanos]).toEqual([2, worst]);
    const ledger = await verifyLedger();
    expect(ledger.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(ledger.unaccounted).toEqual(after);
  },
);

test("when one endpoint breaks off and another responds, one response is billed and one is unaccounted", async () => {
  for (const isStream of [false, true]) {
    const whole = isStream ? stream(words("Hi"), end, "[DONE]") : plain(wholeResponse('{"content":"Hi"}'));
    const result = await ask((response) => (provider.arrivals() === 1 ? cut(response) : whole(response)), {
      stream: isStream,
    });
    expect(result.status).toBe(200);
    expect(result.row).toMatchObject({ attempts: 2, ...reported });
    expect(result.debitedNanos).toBeGreaterThan(0n);
    expect(result.lost).toHaveLength(1);
  }
});

test.each<[string, Respond, object]>([
  ["a status", (response) => void response.writeHead(500).end("{}"), {}],
  ["an error as its response", plain('{"error":{"message":"x"}}'), {}],
  ["an error nested deeply", plain(`{"error":${deep}}`), {}],
  ["an error as its first event", stream('{"error":{"message":"x"}}'), { stream: true }],
])("a provider's own error is free for everyone: %s", async (_, respond, extra) => {
  const result = await ask(respond, extra);
  expect(result.status).toBe(502);
  expect(result.row).toMatchObject({ attempts: 2, cost_nanos: 0n });
  expect(result.lost).toEqual([]);
});

const bothWays: [string, object][] = [
  ["a list of parts", { content: [{ type: "text", text: "A produced text" }] }],
  ["a refusal", { refusal: "I cannot do that" }],
  ["thoughts", { reasoning_details: [{ type: "reasoning.text", text: "Thinking about it" }] }],
  ["an image", { images: [{ image_url: { url: "data:image/png;base64,AAAA" } }] }],
  ["an old call", { function_call: { name: "find", arguments: '{"a":1}' } }],
  ["a call of another form", { tool_calls: [{ index: 0, custom: { input: "some words" } }] }],
];

test.each(bothWays)(
  "%s without usage and finish reason is a response, passed on and billed by count",
  async (_, said) => {
    for (const isStream of [false, true]) {
      const body = JSON.stringify({ choices: [isStream ? { delta: said } : { message: said }] });
      const result = await ask(isStream ? stream(body, "[DONE]") : plain(body), { stream: isStream });
      expect(result.row).toMatchObject({ attempts: 1, estimated: true, status: 200 });
      expect(result.row?.completion_tokens).toBeGreaterThan(0);
      expect(result.debitedNanos).toBeGreaterThan(0n);
      const [value] = Object.values(said);
      const isParts = Array.isArray(value) && "content" in said;
      expect(result.text).toContain(isParts ? '"content":"A produced text"' : JSON.stringify(value));
    }
  },
);

test("a response in the form of the other kind is parsed too", async () => {
  const events = ['{"choices":[{"message":{"content":"A produced text"}}]}', "[DONE]"];
  const result = await ask(stream(...events), { stream: true });
  expect(result.text).toContain('"content":"A produced text"');
  expect(result.row?.completion_tokens).toBeGreaterThan(0);
});

test("a stream with old line endings is parsed; one whose chunks all say that there is no error has none", async () => {
  const old = await ask(
    (response) =>
      void response.end([words("Hi"), end, "[DONE]"].map((event) => `data: ${event}\r\r`).join("")),
    { stream: true },
  );
  expect(old.row).toMatchObject({ attempts: 1, ...reported });
  const events = [words("Hi"), end].map((event) => `${event.slice(0, -1)},"error":false}`);
  const calm = await ask(stream(...events, "[DONE]"), { stream: true });
  expect(calm.row).toMatchObject({ attempts: 1, ...reported });
});
