import { uuidv7 } from "uuidv7";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDb } from "@/lib/db/client";
import { drainHolds } from "@/lib/ledger/holds/take-hold";
import { testDatabase } from "@/lib/testing/database";
import { type DatabaseProxy, startDatabaseProxy } from "@/lib/testing/database-proxy";
import { createSpender, heldOf, hold, until, untilLaneWaits, wordsOf } from "@/lib/testing/holds";

let database: DatabaseProxy;
/** Bypasses the proxy: shows the database's state while the product cannot reach it. */
let direct: pg.Client;

beforeAll(async () => {
  const url = await testDatabase();
  direct = new pg.Client({ connectionString: url });
  await direct.connect();
  database = await startDatabaseProxy(url);
  process.env.DATABASE_URL = database.url;
});
afterAll(async () => {
  await direct.end();
  await closeDb();
  await database.stop();
});

async function timed<Result>(work: Promise<Result>): Promise<{ result: Result; ms: number }> {
  const started = performance.now();
  const result = await work;
  return { result, ms: performance.now() - started };
}

it("holds get a result at their deadline while the database is silent, and are given back when it responds again", async () => {
  const who = await createSpender({ credits: 100n });
  await hold(who, 1n);
  database.become("silent");
  const timings = await Promise.all(
    [50, 200, 400].map((deadlineMs) => timed(hold(who, 10n, { deadlineMs }))),
  );
  expect(timings.map(({ result }) => result)).toMatchObject(timings.map(() => ({ code: "unavailable" })));
  for (const [index, { ms }] of timings.entries()) expect(ms).toBeLessThan(3_000 + index * 200);
  database.become("open");
  await drainHolds();
  expect(await heldOf(who.workspaceId)).toMatchObject({ wallet: 1n, meters: 1n, holds: 1n });
});

it("an unreachable database is reported immediately, and holds are taken again once it is back", async () => {
  const who = await createSpender({ credits: 100n });
  await hold(who, 1n);
  database.become("refused");
  for (let turn = 0; turn < 3; turn += 1) {
    const { result, ms } = await timed(hold(who, 10n, { deadlineMs: 5_000 }));
    expect(result).toEqual({ ok: false, code: "unavailable", detail: null });
    expect(ms).toBeLessThan(4_500);
  }
  database.become("open");
  expect(wordsOf([await hold(who, 99n)])).toEqual([99n]);
  await drainHolds();
  expect(await heldOf(who.workspaceId)).toMatchObject({ wallet: 100n, holds: 100n });
});

it("a hold that the server commits after its connection was lost is given back", async () => {
  const who = await createSpender({ credits: 100n });
  const holdId = uuidv7();
  // The server is working on the statement, and notices the lost connection only after it has committed.
  await direct.query("begin");
  await direct.query("select from wallets where workspace_id = $1 for update", [who.workspaceId]);
  const waiting = hold(who, 10n, { holdId });
  await untilLaneWaits();
  database.become("refused");
  expect(await waiting).toMatchObject({ code: "unavailable" });
  await direct.query("commit");
  await until(async () => {
    const { rows } = await direct.query("select 1 from holds where id = $1", [holdId]);
    return rows.length > 0;
  });
  database.become("open");
  await drainHolds();
  expect(await heldOf(who.workspaceId)).toMatchObject({ wallet: 0n, meters: 0n, holds: 0n });
});
