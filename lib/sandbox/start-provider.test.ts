import OpenAI from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Running } from "./http/serve";
import { startProvider } from "./start-provider";

let provider: Running;
let client: OpenAI;
beforeAll(async () => {
  provider = await startProvider({ port: 0 });
  client = new OpenAI({ baseURL: `${provider.url}/v1`, apiKey: "sandbox-provider-key", maxRetries: 0 });
});
afterAll(() => provider.stop());
beforeEach(async () => {
  await fetch(`${provider.url}/_sandbox/requests`, { method: "DELETE" });
});

const journal = async () => (await fetch(`${provider.url}/_sandbox/requests`)).json();
const ask = (content: string, rest: object = {}) =>
  client.chat.completions.create({ model: "plain", messages: [{ role: "user", content }], ...rest });
const stream = (content: string, model = "plain") =>
  client.chat.completions.create({
    model,
    messages: [{ role: "user", content }],
    stream: true,
    stream_options: { include_usage: true },
  });
const post = (body: string) =>
  fetch(`${provider.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: "Bearer sandbox-provider-key", "content-type": "application/json" },
    body,
  });
const message = (content: string, rest: object = {}) =>
  JSON.stringify({ model: "plain", messages: [{ role: "user", content }], ...rest });

describe("plain completions", () => {
  it("name the topic, repeat nothing long, and are the same every time", async () => {
    const secret = "CANARY-9f31c2 is the harbour password";
    const [first, second] = [await ask(secret), await ask(secret)];
    expect(first.choices[0]?.message.content).toContain("harbour");
    expect(first.choices[0]?.message.content).not.toContain("9f31c2");
    expect(first.choices[0]?.message).toEqual(second.choices[0]?.message);
    expect(first.id).not.toBe(second.id);
  });

  it("stop at max_tokens with the reason length", async () => {
    const completion = await ask("Explain tides", { max_tokens: 5 });
    expect(completion.choices[0]?.finish_reason).toBe("length");
    expect(completion.usage?.completion_tokens).toBe(5);
  });

  it("call a tool when one is offered and asked for", async () => {
    const parameters = { type: "object", properties: { city: { type: "string" } } };
    const tools = [{ type: "function" as const, function: { name: "weather", parameters } }];
    const completion = await ask("Use the tool for Lisbon", { tools });
    expect(completion.choices[0]?.finish_reason).toBe("tool_calls");
    const call = completion.choices[0]?.message.tool_calls?.[0];
    expect(call?.type === "function" && JSON.parse(call.function.arguments)).toHaveProperty("city");
    expect((await ask("Just talk", { tools })).choices[0]?.finish_reason).toBe("stop");
    const completed = await client.chat.completions.create({
      model: "plain",
      messages: [
        { role: "user", content: "Use the tool for Lisbon" },
        { role: "assistant", tool_calls: call ? [call] : [] },
        { role: "tool", tool_call_id: call?.id ?? "", content: "18 degrees" },
      ],
      tools,
      tool_choice: "auto",
    });
    expect(completed.choices[0]).toMatchObject({
      finish_reason: "stop",
      message: { content: expect.any(String) },
    });
  });

  it("are JSON when an object is requested", async () => {
    const completion = await ask("List rivers", { response_format: { type: "json_object" } });
    expect(JSON.parse(completion.choices[0]?.message.content ?? "")).toHaveProperty("answer");
  });

  it("come from the older endpoint too", async () => {
    const completion = await client.completions.create({ model: "plain", prompt: "Once upon a river" });
    expect(completion.choices[0]?.text).toContain("river");
    expect(completion.usage?.prompt_tokens).toBe(5);
  });
});

describe("streamed completions", () => {
  it("match the plain completion and end with usage", async () => {
    const plain = await ask("Compare rivers and roads");
    let text = "";
    let usage: unknown;
    for await (const chunk of await stream("Compare rivers and roads")) {
      text += chunk.choices[0]?.delta.content ?? "";
      usage = chunk.usage ?? usage;
    }
    expect(text).toBe(plain.choices[0]?.message.content);
    expect(usage).toEqual(plain.usage);
  });

  it("carry reasoning before content for a reasoning model, counted inside completion tokens", async () => {
    let reasoning = "";
    let last: OpenAI.CompletionUsage | null | undefined;
    for await (const chunk of await stream("Why is the sky blue", "reason-1")) {
      const delta: object = chunk.choices[0]?.delta ?? {};
      if ("reasoning_content" in delta) reasoning += String(delta.reasoning_content);
      last = chunk.usage;
    }
    expect(last?.completion_tokens_details?.reasoning_tokens).toBe(Math.ceil(reasoning.length / 4));
    expect(reasoning.length).toBeGreaterThan(100);
  });

  it("have the requested number of chunks", async () => {
    let count = 0;
    for await (const chunk of await stream("[[sandbox:chunks=500]]"))
      if (chunk.choices[0]?.delta.content) count += 1;
    expect(count).toBe(500);
  });

  it("are cut after the requested chunks, and the cut is not counted as a disconnect", async () => {
    let count = 0;
    const read = async () => {
      for await (const chunk of await stream("rivers [[sandbox:cut-after=3]]")) count += chunk.choices.length;
    };
    await expect(read()).rejects.toThrow();
    expect(count).toBe(3);
    expect(await journal()).toMatchObject({ total: 1, aborted: 0 });
  });

  it("report an error in the middle", async () => {
    const read = async () => {
      for await (const chunk of await stream("rivers [[sandbox:error-mid-stream]]")) void chunk;
    };
    await expect(read()).rejects.toThrow(/halfway/);
  });

  it("count a client that disconnects", async () => {
    const chunks = await stream("[[sandbox:chunk-delay=50]][[sandbox:chunks=40]]");
    for await (const chunk of chunks) {
      void chunk;
      break;
    }
    await expect.poll(journal).toMatchObject({ aborted: 1, models: { plain: { requests: 1, streamed: 1 } } });
  });
});

describe("directives", () => {
  it("fail with the status, and put the prompt in the error only when told to", async () => {
    const quiet = await post(message("secret words [[sandbox:status=503]]"));
    expect(quiet.status).toBe(503);
    expect(await quiet.text()).not.toContain("secret words");
    const nasty = await post(message("secret words [[sandbox:status=500]][[sandbox:echo]]"));
    expect(await nasty.text()).toContain("secret words");
  });

  it("omit usage, break the JSON, return an empty completion, drop a plain response", async () => {
    expect((await ask("[[sandbox:no-usage]]")).usage).toBeUndefined();
    expect((await ask("[[sandbox:tokens=1000,500]]", { max_tokens: 5 })).usage?.completion_tokens).toBe(500);
    const broken = await (await post(message("[[sandbox:invalid-json]]"))).text();
    expect(() => void JSON.parse(broken)).toThrow();
    const empty = await ask("[[sandbox:empty]]");
    expect(empty.choices[0]).toMatchObject({ finish_reason: null, message: { content: "" } });
    expect(empty.usage?.completion_tokens).toBe(0);
    await expect(
      post(message("[[sandbox:cut-after=0]]")).then((response) => response.text()),
    ).rejects.toThrow();
  });

  it("are rejected when misspelled", async () => {
    expect((await post(message("[[sandbox:stauts=503]]"))).status).toBe(400);
  });
});

describe("access", () => {
  it("requires its own key and counts requests without it", async () => {
    const response = await fetch(`${provider.url}/v1/chat/completions`, {
      method: "POST",
      body: message("hi"),
    });
    expect(response.status).toBe(401);
    expect(await journal()).toMatchObject({ total: 0, unauthorized: 1 });
  });

  it("rejects invalid requests", async () => {
    expect((await post("{")).status).toBe(400);
    expect((await post(JSON.stringify({ model: "m", messages: [] }))).status).toBe(400);
  });

  it("keeps no content in its journal", async () => {
    await ask("a word like xylophone");
    expect(JSON.stringify(await journal())).not.toContain("xylophone");
  });
});
