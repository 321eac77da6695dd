import { afterAll, beforeAll, expect, test } from "vitest";
import { uuidv7 } from "uuidv7";
import { closeDb, db, sqlPool } from "@/lib/db/client";
import { drainSpending } from "@/lib/gateway/drain-spending";
import { releaseHold } from "@/lib/gateway/release-hold";
import { expireHolds } from "@/lib/ledger/processes/expire-holds";
import { startDatabaseProxy, type DatabaseProxy } from "@/lib/testing/database-proxy";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { createSpendingKey, holdExactly } from "@/lib/testing/generations";
import { handleProbe } from "./handle-probe";

let database: DatabaseProxy;
beforeAll(async () => {
  database = await startDatabaseProxy(await testDatabase());
  process.env.DATABASE_URL = database.url;
});
afterAll(async () => {
  database.become("open");
  await drainSpending();
  await closeDb();
  await database.stop();
});

const token = "a-token-for-tests-only";

test("is not ready while the pages' server does not respond, and says so", async () => {
  const ask = async (isReady: boolean) => {
    const caller = { isLocal: true, metricsToken: null, arePagesReady: () => isReady };
    const response = await handleProbe(new Request("http://localhost/api/ready"), caller);
    return { status: response?.status, pages: (await response?.json()).checks.at(-1) };
  };
  expect(await ask(true)).toEqual({ status: 200, pages: { name: "pages", ok: true, detail: "responding" } });
  expect(await ask(false)).toEqual({
    status: 503,
    pages: { name: "pages", ok: false, detail: "not responding" },
  });
});

function probe(path: string, init: RequestInit = {}, metricsToken: string | null = null, isLocal = true) {
  return handleProbe(new Request(`http://localhost/api/${path}`, init), { isLocal, metricsToken });
}

/** A gauge's value as a scraper reads it; null when it has no sample. */
async function gauge(name: string): Promise<number | null> {
  const text = await (await probe("metrics"))?.text();
  const sample = new RegExp(`^counterfoil_${name} (\\S+)$`, "m").exec(text ?? "")?.[1];
  return sample === undefined ? null : Number(sample);
}

test("serves only the three paths, and only for reading", async () => {
  expect(await probe("elsewhere")).toBeNull();
  for (const path of ["health", "ready", "metrics"]) {
    expect((await probe(path))?.status).toBe(200);
    const rejected = await probe(path, { method: "POST" });
    expect(rejected?.status).toBe(405);
    expect(rejected?.headers.get("allow")).toBe("GET");
  }
});

test("serves metrics only to this machine, or with a token only to clients that send it", async () => {
  const bearer = (text: string) => ({ headers: { authorization: `Bearer ${text}` } });
  expect((await probe("metrics", {}, null, false))?.status).toBe(403);
  expect((await probe("metrics", {}, token, true))?.status).toBe(403);
  expect((await probe("metrics", bearer("another"), token, false))?.status).toBe(403);
  expect((await probe("metrics", bearer(token), token, false))?.status).toBe(200);
});

test("a missing migration makes the product unready, and is named", async () => {
  const name = "20261121000000_init";
  const setFinished = (finished: string | null) =>
    asOwner((client) =>
      client.query("update _prisma_migrations set finished_at = $2 where migration_name = $1", [
        name,
        finished,
      ]),
    );
  const { rows } = await sqlPool().query<{ finished_at: Date }>(
    "select finished_at from _prisma_migrations where migration_name = $1",
    [name],
  );
  await setFinished(null);
  const unready = await probe("ready");
  expect(unready?.status).toBe(503);
  expect(unready?.headers.get("retry-after")).toBe("5");
  expect(await unready?.json()).toMatchObject({
    ready: false,
    checks: [
      { name: "database", ok: true },
      { name: "migrations", ok: false, detail: `not applied: ${name}` },
    ],
  });
  await setFinished(rows[0]?.finished_at.toISOString() ?? "now");
  expect((await probe("ready"))?.status).toBe(200);
});

test("counts running completions and their age, and unaccounted ones with their highest possible cost", async () => {
  const { workspaceId } = await createWorkspace({ credits: 10_000_000_000n });
  const keyId = await createSpendingKey(workspaceId);
  const before = (await gauge("unaccounted_completions")) ?? 0;
  expect(await gauge("running_completions")).toBe(0);
  expect(await gauge("oldest_completion_seconds")).toBe(0);
  const holdIds = [uuidv7(), uuidv7(), uuidv7()];
  for (const id of holdIds)
    expect(await holdExactly(workspaceId, keyId, 250_000_000n, id)).toMatchObject({ ok: true });
  await sqlPool().query("update holds set created_at = now() - interval '90 seconds' where id = $1", [
    holdIds[0],
  ]);
  expect(await gauge("running_completions")).toBe(3);
  expect(await gauge("oldest_completion_seconds")).toBeGreaterThanOrEqual(90);
  expect(await gauge("oldest_completion_seconds")).toBeLessThan(150);
  await releaseHold(workspaceId, holdIds[0] ?? "");
  expect(await gauge("running_completions")).toBe(2);
  expect(await gauge("expired_open_holds")).toBe(0);
  await sqlPool().query("update processes set heartbeat_at = now() - interval '31 seconds'");
  expect(await gauge("expired_open_holds")).toBe(2);
  await expireHolds(async () => true);
  expect(await gauge("expired_open_holds")).toBe(0);
  expect(await gauge("running_completions")).toBe(0);
  expect(await gauge("unaccounted_completions")).toBe(before + 2);
  expect(await gauge("unaccounted_dollars")).toBe(0.5);
});

test("counts content that could not be stored, and shows settlements of this process", async () => {
  const { workspaceId } = await createWorkspace();
  expect(await gauge("lost_contents")).toBe(0);
  await db().lostContent.create({ data: { workspaceId, generationId: uuidv7(), reason: "queue_full" } });
  expect(await gauge("lost_contents")).toBe(1);
  expect(await gauge("pending_settlements")).toBe(0);
  for (const name of ["oldest_settlement_seconds", "workspaces_settling_apart", "degraded_rows", "lost_rows"])
    expect(await gauge(name)).toBe(0);
});

test("while the database is down, the product is alive but unready, and database figures are absent", async () => {
  database.become("refused");
  expect((await probe("health"))?.status).toBe(200);
  const unready = await probe("ready");
  expect(unready?.status).toBe(503);
  expect((await unready?.json()).checks).toEqual([
    { name: "database", ok: false, detail: "not responding" },
    { name: "migrations", ok: false, detail: "not checked" },
  ]);
  for (const name of ["running_completions", "unaccounted_dollars", "lost_contents", "mail_waiting"])
    expect(await gauge(name)).toBeNull();
  expect(await gauge("pending_settlements")).toBe(0);
  expect(await gauge("process_resident_memory_bytes")).toBeGreaterThan(0);
  database.become("open");
  await expect.poll(() => gauge("lost_contents")).toBe(1);
});
