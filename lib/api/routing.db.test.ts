import { afterAll, beforeAll, expect, test } from "vitest";
import { drainContent } from "@/lib/privacy/keep-content";
import { updatePrivacySettings } from "@/lib/privacy/update-privacy-settings";
import {
  createTenant,
  generationRows,
  promptLogs,
  spentNanos,
  startApi,
  type TestApi,
} from "@/lib/testing/api";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const chat = (content: string, extra: object = {}) => ({
  model: "sandbox/heron",
  messages: [{ role: "user", content }],
  ...extra,
});

/** Long enough for the thousand tokens that the provider is told to count: a bill beyond what is possible is capped. */
const longPrompt = `${"word ".repeat(400)}[[sandbox:tokens=1000,500]]`;

test("a model with only training endpoints is 404 naming the switch, sends nothing, and runs once it is on", async () => {
  const tenant = await createTenant();
  const body = chat("x", { model: "sandbox/magpie" });
  await fetch(`${api.providerUrl}/_sandbox/requests`, { method: "DELETE" });
  const rejected = await api.call("/chat/completions", { secret: tenant.secret, body });
  expect(rejected.status).toBe(404);
  expect((await rejected.json()).error.message).toBe(
    "No endpoints found matching your data policy (Paid model training). Configure: http://localhost:3999/settings/privacy",
  );
  const free = await api.call("/chat/completions", {
    secret: tenant.secret,
    body: chat("x", { model: "sandbox/magpie:free" }),
  });
  expect((await free.json()).error.message).toContain("(Free model training)");
  expect(JSON.stringify(await (await fetch(`${api.providerUrl}/_sandbox/requests`)).json())).not.toContain(
    "magpie",
  );
  expect(await generationRows(tenant.workspaceId)).toEqual([]);
  await updatePrivacySettings(tenant.actor, { trainPaid: true });
  expect((await api.call("/chat/completions", { secret: tenant.secret, body })).status).toBe(200);
  await updatePrivacySettings(tenant.actor, { trainPaid: false });
  expect((await api.call("/chat/completions", { secret: tenant.secret, body })).status).toBe(404);
});

test("unknown policies and zero retention steer the route; a request can only tighten them", async () => {
  const tenant = await createTenant();
  const provider = async (extra: object) => {
    const response = await api.call("/chat/completions", { secret: tenant.secret, body: chat("x", extra) });
    return (await response.json()).provider;
  };
  expect(await provider({ model: "sandbox/cormorant" })).toBe("Lantern");
  expect(await provider({ provider: { zdr: true } })).toBe("Lantern");
  expect(await provider({ model: "sandbox/heron:nitro" })).toBe("Lantern");
  expect(await provider({ model: "sandbox/heron:floor" })).toBe("Quarry");
  expect(await provider({ provider: { order: ["lantern"] } })).toBe("Lantern");
  expect(await provider({ model: "nobody/nothing", models: ["sandbox/wren"] })).toBe("Lantern");
});

test("prompt logging costs 99% from the next request on and encrypts stored content; opting out ends both", async () => {
  const tenant = await createTenant();
  const body = chat(`Log me ${longPrompt}`);
  const cost = async () => {
    const before = await spentNanos(tenant.workspaceId);
    expect((await api.call("/chat/completions", { secret: tenant.secret, body })).status).toBe(200);
    return (await spentNanos(tenant.workspaceId)) - before;
  };
  expect(await cost()).toBe(1_250_000n);
  await updatePrivacySettings(tenant.actor, { logPrompts: true });
  expect(await cost()).toBe(1_237_500n);
  await expect.poll(() => promptLogs(tenant.workspaceId)).toHaveLength(1);
  const logs = await promptLogs(tenant.workspaceId);
  expect(logs[0]?.ciphertext.includes("Log me")).toBe(false);
  const stored = JSON.parse(logs[0]?.opened ?? "");
  expect(stored.input.messages[0].content).toContain("Log me");
  expect(JSON.parse(stored.output.choices)[0].message.content).not.toBe("");
  await updatePrivacySettings(tenant.actor, { logPrompts: false });
  expect(await cost()).toBe(1_250_000n);
  await drainContent();
  expect(await promptLogs(tenant.workspaceId)).toHaveLength(1);
});

test("retention none writes no row and still debits", async () => {
  const tenant = await createTenant();
  await updatePrivacySettings(tenant.actor, { retention: "none" });
  await api.call("/chat/completions", { secret: tenant.secret, body: chat(longPrompt) });
  expect(await generationRows(tenant.workspaceId)).toEqual([]);
  expect(await spentNanos(tenant.workspaceId)).toBe(1_250_000n);
});

test("free models are limited per minute, in the form of OpenRouter's API", async () => {
  const tenant = await createTenant({ credits: 0n });
  const body = chat("x", { model: "sandbox/wren:free" });
  // A minute may end in between: twenty pass in each.
  const responses = await Promise.all(
    Array.from({ length: 45 }, () => api.call("/chat/completions", { secret: tenant.secret, body })),
  );
  const [rejected, ...others] = responses.filter(({ status }) => status === 429);
  expect(others.length).toBeGreaterThanOrEqual(4);
  expect(responses.filter(({ status }) => status === 200)).toHaveLength(responses.length - others.length - 1);
  expect(rejected?.headers.get("x-ratelimit-remaining")).toBe("0");
  expect((await rejected?.json()).error).toMatchObject({
    code: 429,
    metadata: { headers: { "X-RateLimit-Limit": "20" } },
  });
});

test("a generation names the same provider as the completion, and every attempt in order", async () => {
  const tenant = await createTenant();
  const body = chat("Hi [[sandbox:mark=77]][[sandbox:times=1]][[sandbox:status=503]]");
  const completion = await (await api.call("/chat/completions", { secret: tenant.secret, body })).json();
  const read = async (id: string) =>
    (await (await api.call(`/generation?id=${id}`, { secret: tenant.secret })).json()).data;
  const generation = await read(completion.id);
  expect([completion.provider, generation.provider_name]).toEqual(["Lantern", "Lantern"]);
  expect(generation.provider_responses).toMatchObject([
    { provider_name: "Quarry", status: 503, is_byok: false },
    { provider_name: "Lantern", status: 200, is_byok: false },
  ]);
  const failed = await api.call("/chat/completions", {
    secret: tenant.secret,
    body: chat("Hi [[sandbox:status=503]]"),
  });
  const last = await read(failed.headers.get("x-generation-id") ?? "");
  expect(last.provider_responses.map(({ status }: { status: number }) => status)).toEqual([503, 503]);
  expect(last.provider_name).toBe(last.provider_responses[1].provider_name);
});
