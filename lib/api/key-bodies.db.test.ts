import { afterAll, beforeAll, expect, test } from "vitest";
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

const create = (body: object) => api.call("/keys", { secret: management, body });

test.each([1e-10, -1e-10, 1e-9 / 2, -1, 0.1234567891, 99_999_999])(
  "a limit that is not an amount is rejected and changes nothing: %d",
  async (limit) => {
    const { key, data } = await (await create({ name: "limited", limit: 2.5 })).json();
    const path = `/keys/${data.hash}`;
    const response = await api.call(path, { secret: management, method: "PATCH", body: { limit } });
    expect(response.status).toBe(400);
    expect((await response.json()).error.message).toBe(
      "limit must be an amount of dollars from 0 to 10,000,000, with at most nine decimals",
    );
    expect((await (await api.call(path, { secret: management })).json()).data.limit).toBe(2.5);
    expect((await api.call("/key", { secret: key })).status).toBe(200);
  },
);

test.each([1e-9, 0, -0, 1e-7, 25, 9_999_999.5])("a limit is stored to the nano-dollar: %d", async (limit) => {
  const { data } = await (await create({ name: "exact", limit })).json();
  expect(data.limit).toBe(limit + 0);
});

test("a sum of two amounts is stored as the intended amount", async () => {
  const { data } = await (await create({ name: "sum", limit: 0.1 + 0.2 })).json();
  expect(data.limit).toBe(0.3);
});

test.each([
  "2027-02-30T00:00:00Z",
  "2026-13-01T00:00:00Z",
  "2027-02-29T00:00:00Z",
  "2027-01-01T24:00:00Z",
  "2027-01-01T23:60:00Z",
  "2027-01-01T00:00:00",
  "2027-01-01",
  "tomorrow",
])("an invalid expiry is rejected and never adjusted: %s", async (expiry) => {
  const response = await create({ name: "ends", expires_at: expiry });
  expect(response.status).toBe(400);
  expect((await response.json()).error.message).toBe(
    "expires_at must be a time that exists, in ISO 8601 and UTC with seconds, such as 2030-01-31T12:00:00Z",
  );
});

test.each(["2028-02-29T23:59:59Z", "2027-12-31T00:00:00.5+00:00"])(
  "an expiry is stored as sent: %s",
  async (expiry) => {
    const { data } = await (await create({ name: "ends", expires_at: expiry })).json();
    expect(data.expires_at).toBe(new Date(expiry).toISOString());
  },
);

test.each(["2027-02-30", "2027-13-01", "x"])(
  "a day that does not exist is rejected and named: %s",
  async (day) => {
    const response = await api.call(`/activity?date=${day}`, { secret: management });
    expect(response.status).toBe(400);
    expect((await response.json()).error.message).toBe(
      "date must be a day that exists, in the form YYYY-MM-DD",
    );
  },
);

test("the body limit depends on the route: kilobytes for keys, whether the length is announced or not", async () => {
  const body = { name: "x", note: "y".repeat(20_000) };
  const text = JSON.stringify(body);
  const headers = { "content-length": String(text.length) };
  for (const path of ["/keys", "/keys/", `/keys/${tenant.key.hash}`, "/credits/coinbase", "/nothing"]) {
    const method = path.includes(tenant.key.hash) ? "PATCH" : "POST";
    for (const sent of [{ text }, { text, headers }]) {
      const response = await api.call(path, { secret: management, method, ...sent });
      expect([path, response.status]).toEqual([path, 413]);
      expect((await response.json()).error).toEqual({
        code: 413,
        message: "The request body is too large: at most 16 KB",
        metadata: { error_type: "payload_too_large" },
      });
    }
  }
  expect((await create({ name: "x", note: "y".repeat(10_000) })).status).toBe(201);
  const prompt = { model: "sandbox/wren", messages: [{ role: "user", content: "y".repeat(20_000) }] };
  expect((await api.call("/chat/completions", { secret: tenant.secret, body: prompt })).status).toBe(200);
});
