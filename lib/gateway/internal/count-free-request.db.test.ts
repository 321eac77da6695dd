import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { closeDb, sqlPool, sqlTransaction } from "@/lib/db/client";
import { getFreeUsage } from "@/lib/gateway/get-free-usage";
import { createWorkspace } from "@/lib/testing/factories";
import { testDatabase } from "@/lib/testing/database";
import { untilWaitingForLock } from "@/lib/testing/locks";
import { countFreeRequest } from "./count-free-request";

beforeAll(async () => {
  await testDatabase();
  Object.assign(process.env, { FREE_REQUESTS_PER_MINUTE: "2", FREE_REQUESTS_PER_DAY: "3" });
});
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => void vi.useRealTimers());
afterAll(() => closeDb());

async function countsOf(workspaceId: string) {
  const { rows } = await sqlPool().query<{ period: string; window_start: Date; requests: number }>(
    "select period, window_start, requests from free_request_counts where workspace_id = $1 order by 1, 2",
    [workspaceId],
  );
  return rows.map((row) => [row.period, row.window_start.toISOString(), row.requests]);
}

test("counts per UTC minute and day, and says when a full window ends", async () => {
  const { workspaceId } = await createWorkspace();
  vi.setSystemTime("2028-02-29T23:58:59.999Z");
  expect(await countFreeRequest(workspaceId)).toBeNull();
  expect(await countFreeRequest(workspaceId)).toBeNull();
  expect((await countFreeRequest(workspaceId))?.headers).toMatchObject({
    "X-RateLimit-Reset": `${Date.parse("2028-02-29T23:59:00Z")}`,
    "Retry-After": "1",
  });
  vi.setSystemTime("2028-02-29T23:59:00.000Z");
  expect(await countFreeRequest(workspaceId)).toBeNull();
  expect(await getFreeUsage(workspaceId)).toEqual({ used: 3, limit: 3, remaining: 0 });
  const full = await countFreeRequest(workspaceId);
  expect(full).toMatchObject({
    metadata: { limit_source: "openrouter_free_tier_daily" },
    headers: { "X-RateLimit-Reset": `${Date.parse("2028-03-01T00:00:00Z")}`, "Retry-After": "60" },
  });
  expect(await countsOf(workspaceId)).toEqual([
    ["day", "2028-02-29T00:00:00.000Z", 3],
    ["minute", "2028-02-29T23:58:00.000Z", 2],
    ["minute", "2028-02-29T23:59:00.000Z", 2],
  ]);
  vi.setSystemTime("2028-03-01T00:00:00.000Z");
  expect(await getFreeUsage(workspaceId)).toEqual({ used: 0, limit: 3, remaining: 3 });
  expect(await countFreeRequest(workspaceId)).toBeNull();
});

test("a request that waited for its turn counts in the minute in which it is sent", async () => {
  const { workspaceId } = await createWorkspace();
  vi.setSystemTime("2026-11-28T12:00:59Z");
  const counted = await sqlTransaction(async (client) => {
    await client.query("lock table free_request_counts in access exclusive mode");
    const both = [countFreeRequest(workspaceId), countFreeRequest(workspaceId)];
    await untilWaitingForLock();
    vi.setSystemTime("2026-11-28T12:01:00Z");
    return both;
  });
  expect(await Promise.all(counted)).toEqual([null, null]);
  expect(await countsOf(workspaceId)).toEqual([
    ["day", "2026-11-28T00:00:00.000Z", 2],
    ["minute", "2026-11-28T12:00:00.000Z", 1],
    ["minute", "2026-11-28T12:01:00.000Z", 1],
  ]);
});
