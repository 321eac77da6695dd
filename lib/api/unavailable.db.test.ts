import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startDatabaseProxy, type DatabaseProxy } from "@/lib/testing/database-proxy";
import { createTenant, issueKey, startApi, type Tenant, type TestApi } from "@/lib/testing/api";
import { testDatabase } from "@/lib/testing/database";

let api: TestApi;
let database: DatabaseProxy;
let tenant: Tenant;
let secret: string;

beforeAll(async () => {
  database = await startDatabaseProxy(await testDatabase());
  api = await startApi({ DATABASE_URL: database.url });
  tenant = await createTenant();
  secret = (await issueKey(tenant, { kind: "management" })).secret;
});
afterAll(async () => {
  database.become("open");
  await api.stop();
  await database.stop();
});

const calls: [string, object][] = [
  ["/keys", {}],
  ["/keys", { body: { name: "made while it was away" } }],
  ["/credits", {}],
  ["/activity", {}],
];

test.each(["refused", "silent"] as const)(
  "a database that is %s is 503 with Retry-After, and requests succeed once it responds again",
  async (way) => {
    const written = vi.spyOn(process.stderr, "write");
    const unseen = (await issueKey(tenant)).secret;
    // This key is cached from here on, so its calls fail in their handlers, and those of the other key before that.
    expect((await api.call("/credits", { secret })).status).toBe(200);
    database.become(way);
    const responses = await Promise.all(
      [...calls, ["/key", { secret: unseen }] as const].map(([path, options]) =>
        api.call(path, { secret, ...options }),
      ),
    );
    for (const response of responses) {
      expect(response.status).toBe(503);
      expect(response.headers.get("retry-after")).toBe("5");
      expect(await response.json()).toEqual({
        error: {
          code: 503,
          message: "The database isn't responding. Try again shortly.",
          metadata: { error_type: "server", request_id: expect.any(String) },
        },
      });
    }
    database.become("open");
    await expect.poll(async () => (await api.call("/credits", { secret })).status).toBe(200);
    expect(written).not.toHaveBeenCalled();
  },
);
