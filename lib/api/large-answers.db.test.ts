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
  // The thread is started with the first large answer.
  await ask(encoded(answer(entries(100_000))));
});
afterAll(() => provider.stop());

async function ask(answering: Respond, isStream = false): Promise<string> {
  provider.respondWith(answering);
  const body = { model: "sandbox/heron", messages: [{ role: "user", content: "Hello" }], stream: isStream };
  const response = await provider.api.call("/chat/completions", { secret: tenant.secret, body });
  expect(response.status).toBe(200);
  return response.text();
}

const usage = { prompt_tokens: 11, completion_tokens: 7 };
/** Encoded before it is asked for, so that it takes no part in what is measured. */
const encoded = (body: string) => plain(Buffer.from(body));

/** An object of so many characters whose names are all different, which is the slowest to parse and to write. */
function entries(length: number): string {
  const parts: string[] = [];
  for (let at = 0, index = 0; at < length; index += 1) at += parts.push(`"name${index}":1`) && 14;
  return `{${parts.join(",")}}`;
}
const message = (details: string) => `{"content":"Hi","reasoning_details":[${details}]}`;
const answer = (details: string) =>
  `{"id":"a","choices":[{"message":${message(details)},"finish_reason":"stop"}],"usage":${JSON.stringify(usage)}}`;

/** How long the event loop stood still at most, in milliseconds. */
async function worstBlock(work: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await work();
  delay.disable();
  return delay.max / 1e6;
}

/** How long reading and writing the same would take in one piece. */
async function parsingMs(text: string): Promise<number> {
  const startedMs = performance.now();
  JSON.stringify(JSON.parse(text));
  return performance.now() - startedMs;
}

test("a large plain answer is passed on whole and holds up nobody while it is parsed", async () => {
  const details = entries(16_000_000);
  const respondWith = encoded(answer(details));
  let text = "";
  const block = await worstBlock(async () => (text = await ask(respondWith)));
  expect(text).toContain(details);
  expect(text).toMatch(/^\{"id":"gen-[^]*"usage":\{"prompt_tokens":11,"completion_tokens":7,[^]*\}\}$/);
  expect(block).toBeLessThan((await parsingMs(details)) / 5);
  expect((await generationRows(tenant.workspaceId)).at(-1)).toMatchObject({ ...usage, upstream_id: "a" });
}, 120_000);

test("a long line of a stream as well, and what follows it comes after it", async () => {
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
}, 120_000);

test("a list of more details than a call may have arguments is an answer", async () => {
  const text = await ask(encoded(answer(`${'"a",'.repeat(200_000)}"b"`)));
  expect(text).toContain('"a","b"]');
});
