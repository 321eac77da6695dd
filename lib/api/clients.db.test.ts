import { ChatOpenRouter } from "@langchain/openrouter";
import { OpenRouter } from "@openrouter/sdk";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getBalance } from "@/lib/ledger/get-balance";
import { createTenant, issueKey, listenApi, startApi, type Tenant, type TestApi } from "@/lib/testing/api";

let api: TestApi;
let listening: Awaited<ReturnType<typeof listenApi>>;
let tenant: Tenant;
let management: string;

beforeAll(async () => {
  api = await startApi();
  listening = await listenApi();
  tenant = await createTenant();
  management = (await issueKey(tenant, { kind: "management" })).secret;
});
afterAll(async () => {
  await listening.close();
  await api.stop();
});

const messages = [{ role: "user" as const, content: "Hello there" }];

describe("the openai package", () => {
  const client = (apiKey = tenant.secret) => new OpenAI({ baseURL: listening.url, apiKey, maxRetries: 0 });

  test("completes a chat, with its cost and user", async () => {
    const before = await getBalance(tenant.workspaceId);
    const completion = await client().chat.completions.create(
      { model: "sandbox/heron", messages, user: "u-1" },
      { headers: { "HTTP-Referer": "https://app.example", "X-OpenRouter-Title": "App" } },
    );
    expect(completion.choices[0]?.message.content).toBeTruthy();
    const cost = Number(Reflect.get(completion.usage ?? {}, "cost"));
    const after = await getBalance(tenant.workspaceId);
    expect(Number(after.debitedNanos - before.debitedNanos)).toBe(Math.round(cost * 1e9));
  });

  test("streams a chat", async () => {
    const stream = await client().chat.completions.create({ model: "sandbox/heron", messages, stream: true });
    let text = "";
    let usage: unknown = null;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? "";
      usage = chunk.usage ?? usage;
    }
    expect(text).not.toBe("");
    expect(usage).toMatchObject({ cost: expect.any(Number) });
  });

  test("assembles a stream, with its finish reason, tool calls and usage", async () => {
    const whole = await client()
      .chat.completions.stream({ model: "sandbox/heron", messages })
      .finalChatCompletion();
    expect(whole.choices).toHaveLength(1);
    expect(whole.choices[0]).toMatchObject({ finish_reason: "stop", message: { role: "assistant" } });
    expect(whole.choices[0]?.message.content).toBeTruthy();
    expect(whole.usage).toMatchObject({ cost: expect.any(Number) });
    const tools = [
      {
        type: "function" as const,
        function: { name: "look", parameters: { type: "object", properties: {} } },
      },
    ];
    const called = await client()
      .chat.completions.stream({ model: "sandbox/heron", messages, tools, tool_choice: "required" })
      .finalChatCompletion();
    expect(called.choices[0]).toMatchObject({
      finish_reason: "tool_calls",
      message: { tool_calls: [{ function: { name: "look" } }] },
    });
  });

  test("streams a text completion", async () => {
    const stream = await client().completions.create({ model: "sandbox/wren", prompt: "Once", stream: true });
    let text = "";
    let usage: unknown = null;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.text ?? "";
      usage = chunk.usage ?? usage;
    }
    expect(text).not.toBe("");
    expect(usage).toMatchObject({ cost: expect.any(Number) });
  });

  test("completes a text and lists models", async () => {
    const completion = await client().completions.create({
      model: "sandbox/wren",
      prompt: "Once upon a time",
    });
    expect(completion.choices[0]?.text).toBeTruthy();
    const models = await client().models.list();
    expect(models.data.map((model) => model.id)).toContain("sandbox/heron");
  });

  test("understands our errors", async () => {
    await expect(
      client("sk-or-v1-wrong").chat.completions.create({ model: "sandbox/heron", messages }),
    ).rejects.toMatchObject({ status: 401, code: 401 });
    await expect(client().chat.completions.create({ model: "nobody/x", messages })).rejects.toMatchObject({
      status: 400,
    });
    const poor = await createTenant({ credits: 0n });
    await expect(
      client(poor.secret).chat.completions.create({ model: "sandbox/heron", messages }),
    ).rejects.toMatchObject({ status: 402, code: 402 });
  });
});

describe("the @openrouter/sdk package", () => {
  const client = (apiKey = tenant.secret) =>
    new OpenRouter({ serverURL: listening.url, apiKey, retryConfig: { strategy: "none" } });

  test("completes a chat with and without streaming, and finds its generation", async () => {
    const completion = await client().chat.send({
      chatRequest: { model: "sandbox/owl-reasoner", messages, stream: false },
    });
    if (!("choices" in completion)) throw new Error("expected a plain response");
    expect(completion.choices[0]?.message.content).toBeTruthy();
    expect(completion.usage?.completionTokensDetails?.reasoningTokens).toBeGreaterThan(0);
    const generation = await client().generations.getGeneration({ id: completion.id });
    expect(generation.data).toMatchObject({
      id: completion.id,
      model: "sandbox/owl-reasoner",
      totalCost: completion.usage?.cost,
    });
    const stream = await client().chat.send({
      chatRequest: { model: "sandbox/heron", messages, stream: true },
    });
    let cost: number | null | undefined;
    let finish: unknown;
    let text = "";
    if (!(Symbol.asyncIterator in stream)) throw new Error("a stream was expected");
    for await (const chunk of stream) {
      cost = chunk.usage?.cost ?? cost;
      finish = chunk.choices[0]?.finishReason ?? finish;
      text += chunk.choices[0]?.delta.content ?? "";
    }
    expect(cost).toBeGreaterThan(0);
    expect(finish).toBe("stop");
    expect(text).not.toBe("");
  });

  test("handles an error in the middle of a stream", async () => {
    const content = "x [[sandbox:chunk-delay=20]] [[sandbox:error-mid-stream]]";
    const stream = await client().chat.send({
      chatRequest: { model: "sandbox/heron", messages: [{ role: "user", content }], stream: true },
    });
    let code: unknown;
    if (!(Symbol.asyncIterator in stream)) throw new Error("a stream was expected");
    for await (const chunk of stream) code = chunk.error?.code ?? code;
    expect(code).toBe(502);
  });

  test("lists models, endpoints and providers", async () => {
    const models = await client().models.list({});
    expect(JSON.stringify(models)).toContain("sandbox/heron");
    expect((await client().models.count({})).data.count).toBeGreaterThan(5);
    expect((await client().endpoints.list({ author: "sandbox", slug: "heron" })).data.endpoints).toHaveLength(
      2,
    );
    expect((await client().endpoints.listZdrEndpoints()).data.length).toBeGreaterThan(2);
    expect((await client().providers.list()).data.map(({ slug }) => slug)).toContain("quarry");
  });

  test("reads credits and the current key", async () => {
    const { data } = await client(management).credits.getCredits();
    expect(data.totalCredits).toBe(10);
    expect((await client(management).analytics.getUserActivity()).data).toEqual([]);
    await expect(client().credits.getCredits()).rejects.toMatchObject({ statusCode: 403 });
    const current = await client().apiKeys.getCurrentKeyMetadata();
    expect(current.data).toMatchObject({ label: tenant.key.label, isManagementKey: false, isFreeTier: true });
    expect((await client(management).apiKeys.getCurrentKeyMetadata()).data.isManagementKey).toBe(true);
  });

  test("creates, reads, changes, lists and deletes a key", async () => {
    const keys = client(management).apiKeys;
    const expiresAt = new Date(Date.now() + 86_400_000);
    const created = await keys.create({
      requestBody: { name: "ci", limit: 2.5, limitReset: "daily", expiresAt },
    });
    expect(created.key).toMatch(/^sk-or-v1-[0-9a-f]{64}$/);
    expect(created.data).toMatchObject({
      name: "ci",
      limit: 2.5,
      limitRemaining: 2.5,
      limitReset: "daily",
      disabled: false,
    });
    const { hash } = created.data;
    expect((await keys.get({ hash })).data.label).toBe(created.data.label);
    expect(JSON.stringify(await keys.list({}))).toContain(hash);
    const changed = await keys.update({ hash, requestBody: { name: "ci 2", limit: null, disabled: true } });
    expect(changed.data).toMatchObject({ name: "ci 2", limit: null, disabled: true });
    expect(JSON.stringify(await keys.list({}))).not.toContain(hash);
    expect(JSON.stringify(await keys.list({ includeDisabled: true }))).toContain(hash);
    expect((await keys.delete({ hash })).deleted).toBe(true);
    await expect(keys.get({ hash })).rejects.toMatchObject({ statusCode: 404 });
  });
});

describe("the @langchain/openrouter package", () => {
  const model = () =>
    new ChatOpenRouter({
      model: "sandbox/heron",
      apiKey: tenant.secret,
      baseURL: listening.url,
      maxRetries: 0,
    });

  test("completes a chat with its usage", async () => {
    const message = await model().invoke("Hello there");
    expect(message.text).toBeTruthy();
    expect(message.usage_metadata?.output_tokens).toBeGreaterThan(0);
  });

  // It reads only chunks that have choices, so usage in a chunk of its own would be lost.
  test("streams a chat with its usage", async () => {
    let text = "";
    let tokens = 0;
    for await (const chunk of await model().stream("Hello there")) {
      text += chunk.text;
      tokens += chunk.usage_metadata?.output_tokens ?? 0;
    }
    expect(text).not.toBe("");
    expect(tokens).toBeGreaterThan(0);
  });
});
