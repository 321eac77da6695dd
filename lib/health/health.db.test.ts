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
import { answerProbe } from "./answer-probe";

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

test("an installation whose pages do not answer is not ready, and says so", async () => {
  const ask = async (isReady: boolean) => {
    const caller = { isLocal: true, metricsToken: null, arePagesReady: () => isReady };
    const answer = await answerProbe(new Request("http://localhost/api/ready"), caller);
    return { status: answer?.status, pages: (await answer?.json()).checks.at(-1) };
  };
  expect(await ask(true)).toEqual({ status: 200, pages: { name: "pages", ok: true, detail: "answer" } });
  expect(await ask(false)).toEqual({
    status: 503,
    pages: { name: "pages", ok: false, detail: "do not answer" },
  });
});

function probe(path: string, init: RequestInit = {}, metricsToken: string | null = null, isLocal = true) {
  return answerProbe(new Request(`http://localhost/api/${path}`, init), { isLocal, metricsToken });
}

/** A gauge's value as a scraper reads it; null when there is no sample of it. */
async function gauge(name: string): Promise<number | null> {
  const text = await (await probe("metrics"))?.text();
  const sample = new RegExp(`^counterfoil_${name} (\\S+)$`, "m").exec(text ?? "")?.[1];
  return sample === undefined ? null : Number(sample);
}

test("only the three addresses are answered, and only when they are read", async () => {
  expect(await probe("elsewhere")).toBeNull();
  for (const path of ["health", "ready", "metrics"]) {
    expect((await probe(path))?.status).toBe(200);
    const refused = await probe(path, { method: "POST" });
    expect(refused?.status).toBe(405);
    expect(refused?.headers.get("allow")).toBe("GET");
  }
});

test("metrics are for this machine, or with a token for whoever has it and nobody else", async () => {
  const bearer = (text: string) => ({ headers: { authorization: `Bearer ${text}` } });
  expect((await probe("metrics", {}, null, false))?.status).toBe(403);
  expect((await probe("metrics", {}, token, true))?.status).toBe(403);
  expect((await probe("metrics", bearer("another"), token, false))?.status).toBe(403);
  expect((await probe("metrics", bearer(token), token, false))?.status).toBe(200);
});

test("a migration that is missing makes the product unready, and is named", async () => {
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

test("running completions and their age are counted, and those that no process can bill any more with their worst case", async () => {
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

test("content that could not be stored is counted, and settlements of this process are there", async () => {
  const { workspaceId } = await createWorkspace();
  expect(await gauge("lost_contents")).toBe(0);
  await db().lostContent.create({ data: { workspaceId, generationId: uuidv7(), reason: "queue_full" } });
  expect(await gauge("lost_contents")).toBe(1);
  expect(await gauge("pending_settlements")).toBe(0);
  for (const name of ["oldest_settlement_seconds", "workspaces_settling_apart", "degraded_rows", "lost_rows"])
    expect(await gauge(name)).toBe(0);
});

test("while the database is away the product is alive and unready, and no figure of the database is made up", async () => {
  database.become("refused");
  expect((await probe("health"))?.status).toBe(200);
  const unready = await probe("ready");
  expect(unready?.status).toBe(503);
  expect((await unready?.json()).checks).toEqual([
    { name: "database", ok: false, detail: "does not answer" },
    { name: "migrations", ok: false, detail: "not checked" },
  ]);
  for (const name of ["running_completions", "unaccounted_dollars", "lost_contents", "mail_waiting"])
    expect(await gauge(name)).toBeNull();
  expect(await gauge("pending_settlements")).toBe(0);
  expect(await gauge("process_resident_memory_bytes")).toBeGreaterThan(0);
  database.become("open");
  await expect.poll(() => gauge("lost_contents")).toBe(1);
});
