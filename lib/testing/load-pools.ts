import { setTimeout } from "node:timers/promises";
import { admissionPool, closeDb, db, lockPool, patientPool, preparedPool, sqlPool } from "@/lib/db/client";

/** A process that requests more connections from every pool than it may have, until its stdin ends. */
const askers = 60;

let isOver = false;

/** Each connection is held long compared with the time of a response. */
async function askOn(ask: () => Promise<unknown>): Promise<void> {
  while (!isOver) {
    const failure = await ask().then(
      () => null,
      (error: unknown) => error,
    );
    // An overloaded pool makes some requests wait too long, which is intended here.
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
