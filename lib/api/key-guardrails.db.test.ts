import { OpenRouter } from "@openrouter/sdk";
import OpenAI from "openai";
import { afterAll, beforeAll, expect, test } from "vitest";
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

const none = {
  allowed_models: null,
  allowed_providers: null,
  ignored_providers: [],
  enforce_zdr: false,
  data_collection: "allow",
};
const create = (body: object) => api.call("/keys", { secret: management, body });
const change = (hash: string, guardrails: unknown) =>
  api.call(`/keys/${hash}`, { secret: management, method: "PATCH", body: { guardrails } });
const messages = [{ role: "user" as const, content: "Hello" }];

test("guardrails are set with the key, changed field by field, removed by null, and shown to the key itself", async () => {
  const made = await create({
    name: "Guarded",
    guardrails: { allowed_models: ["sandbox/heron"], enforce_zdr: true },
  });
  expect(made.status).toBe(201);
  const { key, data } = await made.json();
  const expected = { ...none, allowed_models: ["sandbox/heron"], enforce_zdr: true };
  expect(data.guardrails).toEqual(expected);
  const own = async () => (await (await api.call("/key", { secret: key })).json()).data.guardrails;
  expect(await own()).toEqual(expected);
  const steps: readonly (readonly [change: object | null, result: object])[] = [
    [
      { ignored_providers: ["quarry"], data_collection: "deny" },
      { ...expected, ignored_providers: ["quarry"], data_collection: "deny" },
    ],
    [
      { allowed_models: null, enforce_zdr: null },
      { ...none, ignored_providers: ["quarry"], data_collection: "deny" },
    ],
    [
      { allowed_models: ["sandbox/*", "sandbox/*"] },
      { ...none, allowed_models: ["sandbox/*"], ignored_providers: ["quarry"], data_collection: "deny" },
    ],
    [null, none],
  ];
  for (const [guardrails, result] of steps) {
    const changed = await change(data.hash, guardrails);
    expect([changed.status, (await changed.json()).data.guardrails]).toEqual([200, result]);
    expect(await own()).toEqual(result);
  }
  const renamed = await api.call(`/keys/${data.hash}`, {
    secret: management,
    method: "PATCH",
    body: { name: "Other" },
  });
  expect((await renamed.json()).data.guardrails).toEqual(none);
  const listed = (await (await api.call("/keys", { secret: management })).json()).data;
  expect(listed.map((row: { guardrails: unknown }) => row.guardrails)).toEqual([none, none]);
});

test.each<[string, unknown]>([
  ["guardrails.allowed_models must not be empty; null allows all", { allowed_models: [] }],
  ["guardrails.allowed_providers must not be empty; null allows all", { allowed_providers: [] }],
  [
    "guardrails.allowed_models: The catalog has no model “sandbox/hero”.",
    { allowed_models: ["sandbox/hero"] },
  ],
  ["guardrails.ignored_providers: The catalog has no provider “quary”.", { ignored_providers: ["quary"] }],
  ["guardrails.allowed_models.0 must be a model's id or author/*", { allowed_models: ["heron"] }],
  ["guardrails.ignored_providers.0 must be a provider's slug", { ignored_providers: ["Quarry Inc."] }],
  [
    "guardrails.ignored_providers: quarry is both allowed and ignored",
    { allowed_providers: ["quarry"], ignored_providers: ["quarry"] },
  ],
  ["guardrails", { content_filters: [] }],
  ["guardrails", "none"],
])("a guardrail that cannot be kept is rejected and not ignored: %s", async (message, guardrails) => {
  for (const response of [
    await change(tenant.key.hash, guardrails),
    await create({ name: "x", guardrails }),
  ]) {
    expect(response.status).toBe(400);
    expect((await response.json()).error.message).toContain(message);
  }
  const { data } = await (await api.call(`/keys/${tenant.key.hash}`, { secret: management })).json();
  expect(data.guardrails).toEqual(none);
});

test("the models of a key are those that its guardrails allow too, and the list of all models stays the same", async () => {
  const { secret } = await issueKey(tenant, {
    guardrails: { ignoredProviders: ["lantern"], allowedModels: ["sandbox/*"] },
  });
  const ids = async (path: string, key: string) =>
    (await (await api.call(path, { secret: key })).json()).data.map((model: { id: string }) => model.id);
  const own = await ids("/models/user", secret);
  expect(own).toContain("sandbox/heron");
  expect(own).not.toContain("sandbox/wren");
  expect(await ids("/models/user", tenant.secret)).toContain("sandbox/wren");
  expect(await ids("/models", secret)).toEqual(await ids("/models", tenant.secret));
});

test("the openai package gets the reason as its error, and completes with what the key may use", async () => {
  const { secret, key } = await issueKey(tenant, {
    guardrails: { allowedModels: ["sandbox/heron"], zeroRetentionOnly: true },
  });
  const client = new OpenAI({ baseURL: listening.url, apiKey: secret, maxRetries: 0 });
  const completion = await client.chat.completions.create({ model: "sandbox/heron", messages });
  expect(Reflect.get(completion, "provider")).toBe("Lantern");
  const error: unknown = await client.chat.completions
    .create({ model: "sandbox/wren", messages })
    .catch((thrown) => thrown);
  expect(error).toBeInstanceOf(OpenAI.NotFoundError);
  expect(error).toMatchObject({
    status: 404,
    code: 404,
    message: `404 No endpoints available matching your guardrail restrictions and data policy (Allowed models). Configure: http://localhost:3999/keys/${key.hash}`,
  });
});

test("@openrouter/sdk, which knows no guardrails of keys, reads and changes a key that has some", async () => {
  const sdk = new OpenRouter({ apiKey: management, serverURL: listening.url });
  const { data } = await (await create({ name: "SDK", guardrails: { enforce_zdr: true } })).json();
  expect((await sdk.apiKeys.get({ hash: data.hash })).data.name).toBe("SDK");
  await sdk.apiKeys.update({ hash: data.hash, requestBody: { name: "Renamed" } });
  const after = (await (await api.call(`/keys/${data.hash}`, { secret: management })).json()).data;
  expect(after).toMatchObject({ name: "Renamed", guardrails: { ...none, enforce_zdr: true } });
});
