import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type AnsweringProvider,
  type Respond,
  startAnsweringProvider,
} from "@/lib/testing/answering-provider";
import { createTenant, generationRows, listenApi } from "@/lib/testing/api";

let provider: AnsweringProvider;
let listening: Awaited<ReturnType<typeof listenApi>>;

beforeAll(async () => {
  provider = await startAnsweringProvider({ ANSWER_SECONDS_MAX: "2" });
  listening = await listenApi();
});
afterAll(async () => {
  await listening.close();
  await provider.stop();
});

/** Sends a request with the most common client, unmodified: it retries by itself where that looks useful. */
async function ask(respond: Respond) {
  const tenant = await createTenant();
  provider.respondWith(respond);
  const client = new OpenAI({ baseURL: listening.url, apiKey: tenant.secret });
  const error: unknown = await client.chat.completions
    .create({ model: "sandbox/wren", messages: [{ role: "user", content: "Hello" }], max_tokens: 400 })
    .then(
      () => null,
      (caught: unknown) => caught,
    );
  if (!(error instanceof OpenAI.APIError)) throw new Error("not refused", { cause: error });
  return { status: error.status, headers: error.headers, rows: await generationRows(tenant.workspaceId) };
}

test.each<[string, number, Respond]>([
  [
    "headed by more than we take",
    502,
    (response) => void response.setHeader("x", "y".repeat(80_000)).end("{}"),
  ],
  ["nested too deeply", 502, (response) => void response.end(`{"choices":[${"[".repeat(1_000)}`)],
  ["not there in time", 504, () => undefined],
])(
  "the openai client does not retry a response that is %s, since it is billed",
  async (_, status, respond) => {
    const result = await ask(respond);
    expect(result.status).toBe(status);
    expect(provider.arrivals()).toBe(1);
    expect(result.rows).toHaveLength(1);
    expect(result.rows[0]?.cost_nanos).toBeGreaterThan(0n);
    expect(result.headers?.get("x-should-retry")).toBe("false");
    expect(result.headers?.get("retry-after")).toBeNull();
    expect(result.headers?.get("access-control-expose-headers")).toContain("X-Should-Retry");
  },
);

test("it retries when a provider failed, which is free", async () => {
  const result = await ask((response) => void response.writeHead(500).end("{}"));
  expect(result.status).toBe(502);
  expect(result.rows.length).toBe(3);
  expect(result.rows.every((row) => row.cost_nanos === 0n)).toBe(true);
  expect(result.headers?.get("x-should-retry")).toBeNull();
});
