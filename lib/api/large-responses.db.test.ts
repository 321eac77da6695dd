import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type AnsweringProvider,
  plain,
  type Respond,
  startAnsweringProvider,
} from "@/lib/testing/answering-provider";
import { createTenant, generationRows, type Tenant } from "@/lib/testing/api";

let provider: AnsweringProvider;
let tenant: Tenant;

beforeAll(async () => {
  provider = await startAnsweringProvider();
  tenant = await createTenant();
  // The worker thread starts with the first large response.
  await ask(encoded(responseBody(entries(100_000))));
});
afterAll(() => provider.stop());

async function ask(respond: Respond, isStream = false): Promise<string> {
  provider.respondWith(respond);
  const body = { model: "sandbox/heron", messages: [{ role: "user", content: "Hello" }], stream: isStream };
  const response = await provider.api.call("/chat/completions", { secret: tenant.secret, body });
  expect(response.status).toBe(200);
  return response.text();
}

const usage = { prompt_tokens: 11, completion_tokens: 7 };
/** Encodes the response in advance, so that encoding is not part of the measurement. */
const encoded = (body: string) => plain(Buffer.from(body));

/** An object of `length` characters with distinct names, which is the slowest to parse and to serialize. */
function entries(length: number): string {
  const parts: string[] = [];
  for (let at = 0, index = 0; at < length; index += 1) at += parts.push(`"name${index}":1`) && 14;
  return `{${parts.join(",")}}`;
}
const message = (details: string) => `{"content":"Hi","reasoning_details":[${details}]}`;
const responseBody = (details: string) =>
  `{"id":"a","choices":[{"message":${message(details)},"finish_reason":"stop"}],"usage":${JSON.stringify(usage)}}`;

/**
 * The longest time that the event loop was blocked, in milliseconds: the least of three runs, because the machine does
 * other things too, and those only add to what the work itself costs.
 */
async function worstBlock(work: () => Promise<unknown>): Promise<number> {
  const blocks: number[] = [];
  while (blocks.length < 3) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    await work();
    delay.disable();
    blocks.push(delay.max / 1e6);
  }
  return Math.min(...blocks);
}

/** How long parsing and serializing the same text takes in one piece. */
async function parsingMs(text: string): Promise<number> {
  const startedMs = performance.now();
  JSON.stringify(JSON.parse(text));
  return performance.now() - startedMs;
}

test("a large plain response is passed on completely and delays no other request while it is parsed", async () => {
  const details = entries(16_000_000);
  const respondWith = encoded(responseBody(details));
  let text = "";
  const block = await worstBlock(async () => (text = await ask(respondWith)));
  expect(text).toContain(details);
  expect(text).toMatch(/^\{"id":"gen-[^]*"usage":\{"prompt_tokens":11,"completion_tokens":7,[^]*\}\}$/);
  expect(block).toBeLessThan((await parsingMs(details)) / 5);
  expect((await generationRows(tenant.workspaceId)).at(-1)).toMatchObject({ ...usage, upstream_id: "a" });
});

test("a long stream line delays no other request either, and later lines stay behind it", async () => {
  const details = entries(3_500_000);
  const lines = [
    `{"choices":[{"index":0,"delta":{"content":"before"}}]}`,
    `{"choices":[{"index":0,"delta":${message(details)}}]}`,
    `{"choices":[{"index":0,"delta":{"content":"after"},"finish_reason":"stop"}],"usage":${JSON.stringify(usage)}}`,
    "[DONE]",
  ];
  const bytes = Buffer.from(lines.map((line) => `data: ${line}\n\n`).join(""));
  const respondWith: Respond = (response) => {
    response.setHeader("content-type", "text/event-stream");
    response.end(bytes);
  };
  let text = "";
  const block = await worstBlock(async () => (text = await ask(respondWith, true)));
  const places = ["before", details, "after", '"usage"', "[DONE]"].map((part) => text.indexOf(part));
  expect(places.every((place, index) => place > (places[index - 1] ?? -1))).toBe(true);
  expect(block).toBeLessThan((await parsingMs(details)) / 3);
  expect((await generationRows(tenant.workspaceId)).at(-1)).toMatchObject(usage);
});

test("a response with more list entries than a call may have arguments is accepted", async () => {
  const text = await ask(encoded(responseBody(`${'"a",'.repeat(200_000)}"b"`)));
  expect(text).toContain('"a","b"]');
});
