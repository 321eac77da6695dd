import { OpenRouter } from "@openrouter/sdk";
import { getBalance } from "@/lib/ledger/get-balance";
import { balanceOf, makeAccount, makeKey } from "./support/accounts";
import { client as openaiClient, costOf, model } from "./support/calls";
import { origin } from "./support/product";
import { expect, test } from "./support/test";

test.describe("real clients against the running server", () => {
  test("the openai package completes chats, plain and streamed, and each response has its cost", async () => {
    const account = await makeAccount({ credits: "5" });
    const { secret } = await makeKey(account);
    const client = openaiClient(secret);

    const before = await balanceOf(account);
    const plain = await client.chat.completions.create({
      model,
      messages: [{ role: "user", content: "Say hello" }],
      user: "user_1",
    });
    expect(plain.choices[0]?.message.content?.length).toBeGreaterThan(0);
    const plainCost = costOf(plain.usage);

    let text = "";
    let streamedCost = 0n;
    for await (const chunk of await client.chat.completions.create({
      model,
      stream: true,
      messages: [{ role: "user", content: "Say hello" }],
    })) {
      text += chunk.choices[0]?.delta?.content ?? "";
      if (chunk.usage) streamedCost = costOf(chunk.usage);
    }
    expect(text.length).toBeGreaterThan(0);

    const after = await getBalance(account.actor.workspaceId);
    expect(before - after.balanceNanos).toBe(plainCost + streamedCost);
    expect(after.heldNanos).toBe(0n);
  });

  test("the openai package lists models", async () => {
    const { secret } = await makeKey(await makeAccount());
    const client = openaiClient(secret);
    const ids = (await client.models.list()).data.map((entry) => entry.id);
    expect(ids).toContain(model);
  });

  test("OpenRouter's own SDK works for chat, models, credits, keys and generation", async () => {
    const account = await makeAccount({ credits: "5" });
    const { secret } = await makeKey(account);
    const { secret: managementSecret } = await makeKey(account, { kind: "management", name: "Management" });
    const client = new OpenRouter({ apiKey: secret, serverURL: `${origin()}/api/v1` });
    const manager = new OpenRouter({ apiKey: managementSecret, serverURL: `${origin()}/api/v1` });

    const response = await client.chat.send({
      chatRequest: { model, messages: [{ role: "user", content: "Say hello" }], stream: false },
    });
    if (!("usage" in response)) throw new Error("expected a plain response");
    expect(response.usage?.cost ?? 0).toBeGreaterThan(0);

    let chunks = 0;
    const stream = await client.chat.send({
      chatRequest: { model, messages: [{ role: "user", content: "Say hello" }], stream: true },
    });
    if (!(Symbol.asyncIterator in stream)) throw new Error("expected a stream");
    for await (const _chunk of stream) chunks += 1;
    expect(chunks).toBeGreaterThan(1);

    const generation = await client.generations.getGeneration({ id: response.id });
    expect(generation.data.totalCost).toBe(response.usage?.cost);
    expect((await client.models.list()).result.data.length).toBeGreaterThan(3);
    expect((await client.apiKeys.getCurrentKeyMetadata()).data.isManagementKey).toBe(false);

    const credits = await manager.credits.getCredits();
    expect(credits.data.totalCredits).toBe(5);
    expect(credits.data.totalUsage).toBeGreaterThan(0);

    const made = await manager.apiKeys.create({
      requestBody: { name: "From a program", limit: 3, limitReset: "monthly" },
    });
    expect(made.key).toMatch(/^sk-or-v1-[0-9a-f]{64}$/);
    const changed = await manager.apiKeys.update({ hash: made.data.hash, requestBody: { disabled: true } });
    expect(changed.data.disabled).toBe(true);
    expect((await manager.apiKeys.get({ hash: made.data.hash })).data.limit).toBe(3);
    expect((await manager.apiKeys.delete({ hash: made.data.hash })).deleted).toBe(true);
  });
});
