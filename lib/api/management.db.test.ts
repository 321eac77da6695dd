import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "@/lib/db/client";
import type { Role } from "@/lib/kernel/actor";
import { createTenant, issueKey, startApi, type Tenant, type TestApi } from "@/lib/testing/api";

let api: TestApi;
let tenant: Tenant;
let management: string;

beforeAll(async () => {
  api = await startApi();
  tenant = await createTenant();
  management = (await issueKey(tenant, { kind: "management" })).secret;
});
afterAll(() => api.stop());

const create = (body: object, secret = management) => api.call("/keys", { secret, body });

test("a key on the wire has every field of OpenRouter's API and its guardrails, and its secret only when it is created", async () => {
  const response = await create({ name: "ci", limit: 10, limit_reset: "daily", unknown_field: 1 });
  expect(response.status).toBe(201);
  const { key, data } = await response.json();
  expect(key).toMatch(/^sk-or-v1-[0-9a-f]{64}$/);
  expect(data).toEqual({
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    name: "ci",
    label: `${key.slice(0, 12)}...${key.slice(-3)}`,
    disabled: false,
    limit: 10,
    limit_remaining: 10,
    limit_reset: "daily",
    include_byok_in_limit: false,
    usage: 0,
    usage_daily: 0,
    usage_weekly: 0,
    usage_monthly: 0,
    byok_usage: 0,
    byok_usage_daily: 0,
    byok_usage_weekly: 0,
    byok_usage_monthly: 0,
    guardrails: expect.objectContaining({ allowed_models: null, ignored_providers: [], enforce_zdr: false }),
    created_at: expect.stringMatching(/Z$/),
    updated_at: null,
    expires_at: null,
    last_used_at: null,
    creator_user_id: tenant.userId,
    external_user: null,
    workspace_id: tenant.workspaceId,
  });
  const again = await (await api.call(`/keys/${data.hash}`, { secret: management })).json();
  expect(again).toEqual({ data });
});

test.each<[string, string]>([
  ["NUL", "x\u0000y"],
  ["a line break", "x\ny"],
  ["a C1 control character", "x\u0085y"],
  ["half a surrogate pair", "x\ud83dy"],
  ["a change of direction", "x\u202ey"],
])("a name that cannot be recorded is rejected by field, and nothing is changed: %s", async (_, name) => {
  const path = `/keys/${tenant.key.hash}`;
  for (const response of [
    await create({ name }),
    await api.call(path, { secret: management, method: "PATCH", body: { name, disabled: true } }),
  ]) {
    expect(response.status).toBe(400);
    expect((await response.json()).error.message).toMatch(/^name: Must /);
  }
  const { data } = await (await api.call(path, { secret: management })).json();
  expect(data).toMatchObject({ name: "test", disabled: false });
});

test("usage appears on the key immediately, and its remaining limit falls by it", async () => {
  const { key, data } = await (await create({ name: "spender", limit: 1 })).json();
  const body = {
    model: "sandbox/heron",
    // Long enough for so many tokens: a bill beyond what is possible is capped.
    messages: [{ role: "user", content: `${"word ".repeat(400)}[[sandbox:tokens=1000,500]]` }],
  };
  expect((await api.call("/chat/completions", { secret: key, body })).status).toBe(200);
  const after = (await (await api.call(`/keys/${data.hash}`, { secret: management })).json()).data;
  expect(after).toMatchObject({
    usage: 0.00125,
    usage_daily: 0.00125,
    limit_remaining: 0.99875,
    last_used_at: expect.any(String),
  });
  const own = (await (await api.call("/key", { secret: key })).json()).data;
  expect(own).toMatchObject({
    usage: 0.00125,
    limit_remaining: 0.99875,
    is_free_tier: true,
    is_management_key: false,
  });
});

test.each<[string, object]>([
  ["no name", {}],
  ["empty name", { name: " " }],
  ["negative limit", { name: "x", limit: -1 }],
  ["limit finer than a nano-dollar", { name: "x", limit: 1.0000000001 }],
  ["limit below the smallest unit", { name: "x", limit: 1e-12 }],
  ["negative limit below the smallest unit", { name: "x", limit: -1e-10 }],
  ["limit beyond every exact number", { name: "x", limit: 1e21 }],
  ["limit as text", { name: "x", limit: "5" }],
  ["unknown reset", { name: "x", limit_reset: "yearly" }],
  ["expiry without zone", { name: "x", expires_at: "2030-01-01T00:00:00" }],
  ["expiry without seconds", { name: "x", expires_at: "2030-01-01T00:00Z" }],
  ["expiry in another zone", { name: "x", expires_at: "2030-01-01T00:00:00+02:00" }],
  ["expiry in the past", { name: "x", expires_at: "2020-01-01T00:00:00Z" }],
])("a malformed key is rejected with 400: %s", async (_, body) => {
  const response = await create(body);
  expect(response.status).toBe(400);
  expect((await response.json()).error).toMatchObject({ code: 400, message: expect.any(String) });
});

test("inference keys cannot manage anything", async () => {
  for (const [path, options] of [
    ["/keys", {}],
    ["/keys", { body: { name: "x" } }],
    [`/keys/${tenant.key.hash}`, { method: "DELETE" }],
    ["/credits", {}],
    ["/activity", {}],
  ] as const) {
    const response = await api.call(path, { secret: tenant.secret, ...options });
    expect(response.status).toBe(403);
    expect((await response.json()).error.message).toMatch(/^Only management keys can/);
  }
});

async function become(role: Role, of: Tenant): Promise<void> {
  const { workspaceId, userId } = of;
  await db().member.update({ where: { workspaceId_userId: { workspaceId, userId } }, data: { role } });
}

test("a management key is denied while its creator is neither owner nor admin", async () => {
  const demoted = await createTenant();
  const { secret } = await issueKey(demoted, { kind: "management" });
  const path = `/keys/${demoted.key.hash}`;
  const calls: [string, object][] = [
    ["/keys", {}],
    ["/keys", { body: { name: "x" } }],
    [path, {}],
    [path, { method: "PATCH", body: { disabled: true } }],
    [path, { method: "DELETE" }],
    ["/credits", {}],
    ["/activity", {}],
    ["/key", {}],
    ["/auth/key", {}],
    ["/generation?id=gen-1-x", {}],
    ["/models/user", {}],
  ];
  await become("member", demoted);
  for (const [address, options] of calls) {
    const response = await api.call(address, { secret, ...options });
    expect([address, response.status]).toEqual([address, 403]);
    expect((await response.json()).error).toMatchObject({
      code: 403,
      message: expect.stringContaining("creator"),
      metadata: { error_type: "permission_denied" },
    });
  }
  for (const role of ["admin", "owner"] as const) {
    await become(role, demoted);
    const response = await api.call(path, { secret });
    expect(response.status).toBe(200);
    expect((await response.json()).data).toMatchObject({ disabled: false, hash: demoted.key.hash });
  }
});

test("an inference key keeps working when its creator is demoted", async () => {
  const demoted = await createTenant();
  await become("member", demoted);
  expect((await api.call("/key", { secret: demoted.secret })).status).toBe(200);
});

test("a management key without a creator, created by the operator, can manage", async () => {
  const { workspaceId } = tenant;
  const { secret } = await issueKey(tenant, { kind: "management", creatorUserId: null });
  const created = await create({ name: "by the operator's key" }, secret);
  expect(created.status).toBe(201);
  expect((await created.json()).data).toMatchObject({ creator_user_id: null, workspace_id: workspaceId });
});

test("management keys cannot be listed, read, changed or deleted, not even by themselves", async () => {
  const own = await issueKey(tenant, { kind: "management", name: "hidden" });
  const path = `/keys/${own.key.hash}`;
  for (const secret of [management, own.secret]) {
    for (const options of [{}, { method: "PATCH", body: { disabled: true } }, { method: "DELETE" }]) {
      const response = await api.call(path, { secret, ...options });
      expect(response.status).toBe(404);
      expect((await response.json()).error.code).toBe(404);
    }
    const list = await api.call("/keys?include_disabled=true&include_expired=true", { secret });
    const hashes = (await list.json()).data.map((key: { hash: string }) => key.hash);
    expect(hashes).toContain(tenant.key.hash);
    expect(hashes).not.toContain(own.key.hash);
  }
  expect((await api.call("/key", { secret: own.secret })).status).toBe(200);
});

test("another workspace's keys and generations are 404", async () => {
  const other = await createTenant();
  const otherManagement = (await issueKey(other, { kind: "management" })).secret;
  const body = { model: "sandbox/wren", messages: [{ role: "user", content: "x" }] };
  const { id } = await (await api.call("/chat/completions", { secret: tenant.secret, body })).json();
  expect((await api.call(`/generation?id=${id}`, { secret: tenant.secret })).status).toBe(200);
  for (const secret of [other.secret, otherManagement]) {
    expect((await api.call(`/generation?id=${id}`, { secret })).status).toBe(404);
  }
  const path = `/keys/${tenant.key.hash}`;
  for (const options of [{}, { method: "PATCH", body: { disabled: true } }, { method: "DELETE" }]) {
    expect((await api.call(path, { secret: otherManagement, ...options })).status).toBe(404);
  }
  expect(JSON.stringify(await (await api.call("/keys", { secret: otherManagement })).json())).not.toContain(
    tenant.key.hash,
  );
});

test("today is not in the activity, and a day outside the last thirty is rejected", async () => {
  const today = new Date().toISOString().slice(0, 10);
  expect((await (await api.call("/activity", { secret: management })).json()).data).toEqual([]);
  expect((await api.call(`/activity?date=${today}`, { secret: management })).status).toBe(400);
  expect((await api.call("/activity?date=2020-01-01", { secret: management })).status).toBe(400);
});

test("every error uses the envelope: unknown route, removed API, unknown generation", async () => {
  const cases: [string, object, number][] = [
    ["/nothing/here", {}, 404],
    ["/credits/coinbase", { body: {} }, 410],
    ["/generation?id=gen-1-x", { secret: tenant.secret }, 404],
    ["/keys", {}, 401],
    ["/model/sandbox/nothing", {}, 404],
  ];
  for (const [path, options, status] of cases) {
    const response = await api.call(path, options);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toContain("application/json");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect((await response.json()).error).toMatchObject({ code: status, message: expect.any(String) });
  }
});

test("an unsupported method is 405 with the supported ones; an unknown route is 404", async () => {
  const cases: [string, string, number, string | null][] = [
    ["PUT", "/models", 405, "GET, HEAD, OPTIONS"],
    ["PROPFIND", "/models/", 405, "GET, HEAD, OPTIONS"],
    ["PURGE", "/chat/completions", 405, "POST, OPTIONS"],
    ["QUERY", "/keys", 405, "GET, HEAD, POST, OPTIONS"],
    ["POST", `/keys/${tenant.key.hash}`, 405, "GET, HEAD, PATCH, DELETE, OPTIONS"],
    ["LOCK", "/nothing", 404, null],
    ["GET", "/keys/a/b", 404, null],
  ];
  for (const [method, path, status, allow] of cases) {
    const response = await api.call(path, { method });
    expect([method, path, response.status, response.headers.get("allow")]).toEqual([
      method,
      path,
      status,
      allow,
    ]);
    expect((await response.json()).error).toMatchObject({ code: status, message: expect.any(String) });
  }
});

test("a trailing slash is accepted, and the cookie has no effect", async () => {
  expect((await api.call("/keys/", { secret: management, body: { name: "slash" } })).status).toBe(201);
  expect((await api.call("/models/")).status).toBe(200);
  expect(
    (await api.call("/key", { headers: { cookie: `next-auth.session-token=${tenant.secret}` } })).status,
  ).toBe(401);
});

test("any page may call with its own key, without credentials", async () => {
  const response = await api.call("/chat/completions", {
    method: "OPTIONS",
    headers: {
      origin: "https://page.example",
      "access-control-request-headers": "authorization,content-type",
    },
  });
  expect(response.status).toBe(204);
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
  expect(response.headers.get("access-control-allow-headers")).toBe("authorization,content-type");
  expect(response.headers.get("access-control-allow-credentials")).toBeNull();
});

test("the models that the privacy settings allow are listed for the key", async () => {
  const { data, total_count } = await (await api.call("/models/user", { secret: tenant.secret })).json();
  const ids = data.map((model: { id: string }) => model.id);
  expect(ids).toContain("sandbox/heron");
  expect(ids).not.toContain("sandbox/magpie");
  expect(total_count).toBe(ids.length);
});

test("the OpenAPI document contains every route", async () => {
  const document = await (await api.call("/openapi.json")).json();
  expect(document.openapi).toBe("3.1.0");
  const paths = Object.keys(document.paths);
  for (const path of [
    "/chat/completions",
    "/completions",
    "/models",
    "/keys",
    "/keys/{hash}",
    "/key",
    "/credits",
    "/credits/coinbase",
    "/generation",
    "/activity",
    "/providers",
  ]) {
    expect(paths).toContain(`/api/v1${path}`);
  }
});
