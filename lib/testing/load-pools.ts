import { setTimeout } from "node:timers/promises";
import { admissionPool, closeDb, db, lockPool, patientPool, preparedPool, sqlPool } from "@/lib/db/client";

/** A process that asks every pool for more connections than it may have, until its input ends. */
const askers = 60;

let isOver = false;

/** A connection each for a moment that is long beside the time of an answer. */
async function askOn(ask: () => Promise<unknown>): Promise<void> {
  while (!isOver) {
    const failure = await ask().then(
      () => null,
      (error: unknown) => error,
    );
    // A pool that is asked for more than it has keeps some waiting for too long; that is the point here.
    if (failure) await setTimeout(20);
  }
}

const pools = [sqlPool, preparedPool, patientPool, admissionPool, lockPool];
const asks = [
  ...pools.map((pool) => () => pool().query("select pg_sleep(0.2)")),
  () => db().$queryRaw`select pg_sleep(0.2)::text`,
];
const loops = asks.flatMap((ask) => Array.from({ length: askers }, () => askOn(ask)));

process.stdin.resume();
process.stdin.on("end", () => (isOver = true));
await Promise.all(loops);
await closeDb();
