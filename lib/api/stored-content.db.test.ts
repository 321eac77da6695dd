import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseGenerationId } from "@/lib/activity/rules/generation-id";
import { drainSpending } from "@/lib/gateway/drain-spending";
import { readPromptLog } from "@/lib/privacy/read-prompt-log";
import { updatePrivacySettings } from "@/lib/privacy/update-privacy-settings";
import {
  type AnsweringProvider,
  plain,
  startAnsweringProvider,
  stream,
} from "@/lib/testing/answering-provider";
import { createTenant, listenApi, type Tenant } from "@/lib/testing/api";

let provider: AnsweringProvider;
let listening: Awaited<ReturnType<typeof listenApi>>;
let tenant: Tenant;
let openai: OpenAI;

beforeAll(async () => {
  provider = await startAnsweringProvider();
  listening = await listenApi();
  tenant = await createTenant();
  await updatePrivacySettings(tenant.actor, { logPrompts: true });
  openai = new OpenAI({ baseURL: listening.url, apiKey: tenant.secret, maxRetries: 0 });
});
afterAll(async () => {
  await listening.close();
  await provider.stop();
});

const messages = [{ role: "user" as const, content: "How warm is it?" }];
const model = "sandbox/heron";
const usage = { prompt_tokens: 5, completion_tokens: 5 };
const called = (index: number, rest: object) => ({ index, function: rest });
const delta = (index: number, change: object, reason: string | null = null) =>
  JSON.stringify({ choices: [{ index, delta: change, finish_reason: reason }] });

async function stored(wireId: string) {
  await drainSpending();
  const read = await readPromptLog(tenant.actor, parseGenerationId(wireId) ?? "");
  if (!read.ok) throw new Error(read.code);
  return read.value.expose();
}

/** Streams to the end. Resolves to what is stored of it. */
async function storedStream(...events: readonly string[]) {
  provider.respondWith(stream(...events, JSON.stringify({ choices: [], usage }), "[DONE]"));
  let id = "";
  for await (const chunk of await openai.chat.completions.create({ model, messages, stream: true }))
    id = chunk.id;
  return stored(id);
}

describe("stored content", () => {
  test("has tools, their choice, parameters and the response format as they were sent", async () => {
    const sent = {
      model,
      messages,
      user: "u-7",
      max_tokens: 50,
      temperature: 0.25,
      top_p: 0.5,
      seed: 7,
      stop: ["END"],
      tools: [
        {
          type: "function" as const,
          function: { name: "look", description: "Looks", parameters: { type: "object", properties: {} } },
        },
      ],
      tool_choice: { type: "function" as const, function: { name: "look" } },
      response_format: {
        type: "json_schema" as const,
        json_schema: { name: "warmth", schema: { type: "object", properties: { c: { type: "number" } } } },
      },
    };
    const message = { role: "assistant", content: '{"c":21}', refusal: null };
    provider.respondWith(plain(JSON.stringify({ choices: [{ message, finish_reason: "stop" }], usage })));
    const { id } = await openai.chat.completions.create(sent);
    const { input, choices, isCut } = await stored(id);
    expect(input).toEqual(sent);
    expect(choices).toMatchObject([{ index: 0, finish_reason: "stop", message }]);
    expect(isCut).toBe(false);
  });

  test("has tool calls of a stream, put together from their pieces", async () => {
    const { choices } = await storedStream(
      delta(0, { role: "assistant", content: "Looking" }),
      delta(0, {
        tool_calls: [{ ...called(0, { name: "look", arguments: '{"at":' }), id: "a", type: "function" }],
      }),
      delta(0, {
        tool_calls: [{ ...called(1, { name: "ask", arguments: "{" }), id: "b", type: "function" }],
      }),
      delta(0, { tool_calls: [called(0, { arguments: '"sea"}' })] }),
      delta(0, { tool_calls: [called(1, { arguments: "}" })] }, "tool_calls"),
    );
    const calls = [
      { id: "a", type: "function", function: { name: "look", arguments: '{"at":"sea"}' } },
      { id: "b", type: "function", function: { name: "ask", arguments: "{}" } },
    ];
    expect(choices).toEqual([
      { finish_reason: "tool_calls", message: { role: "assistant", content: "Looking", tool_calls: calls } },
    ]);
  });

  test("has a refusal and the reasoning apart from the text", async () => {
    const { choices } = await storedStream(
      delta(0, { reasoning: "Is it " }),
      delta(0, { reasoning: "allowed?" }),
      delta(0, { refusal: "I can't " }),
      delta(0, { refusal: "say." }, "stop"),
    );
    expect(choices).toMatchObject([
      { message: { content: "", reasoning: "Is it allowed?", refusal: "I can't say." } },
    ]);
    const message = { role: "assistant", content: null, refusal: "No." };
    provider.respondWith(plain(JSON.stringify({ choices: [{ message, finish_reason: "stop" }], usage })));
    const { id } = await openai.chat.completions.create({ model, messages });
    expect((await stored(id)).choices).toMatchObject([{ message }]);
  });

  test("has every choice on its own, of a stream and of a plain response", async () => {
    const streamed = await storedStream(
      delta(0, { content: "War" }),
      delta(1, { content: "Co" }),
      delta(0, { content: "m" }, "stop"),
      delta(1, { content: "ld" }, "length"),
    );
    expect(streamed.choices).toMatchObject([
      { finish_reason: "stop", message: { content: "Warm" } },
      { finish_reason: "length", message: { content: "Cold" } },
    ]);
    const two = ["Warm", "Cold"].map((content, index) => ({
      index,
      message: { content },
      finish_reason: "stop",
    }));
    provider.respondWith(plain(JSON.stringify({ choices: two, usage })));
    const { id } = await openai.chat.completions.create({ model, messages });
    expect((await stored(id)).choices).toMatchObject([
      { index: 0, message: { content: "Warm" } },
      { index: 1, message: { content: "Cold" } },
    ]);
  });

  test("has a text completion with its prompt, and a large response whole", async () => {
    provider.respondWith(
      plain(JSON.stringify({ choices: [{ text: " there was", finish_reason: "stop" }], usage })),
    );
    const text = await openai.completions.create({ model, prompt: "Once", suffix: "a heron" });
    expect(await stored(text.id)).toMatchObject({
      input: { model, prompt: "Once", suffix: "a heron" },
      choices: [{ text: " there was" }],
    });
    const content = "wörd ".repeat(60_000);
    provider.respondWith(
      plain(JSON.stringify({ choices: [{ message: { content }, finish_reason: "stop" }], usage })),
    );
    const large = await openai.chat.completions.create({ model, messages, max_tokens: 10 });
    expect((await stored(large.id)).choices).toMatchObject([{ message: { content } }]);
  });
});
