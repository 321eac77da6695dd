import { runAutoTopUps } from "@/lib/billing/auto-top-up/run-auto-top-ups";
import { closeDb, db } from "@/lib/db/client";

/**
 * A separate process that looks for low balances: `top-up-runner.ts <runs>`, as fast as the database responds. With a
 * workspace as second argument it is killed as soon as an attempt of that workspace is in flight. Prints how many charges it started.
 */
const [runs = "1", workspaceId = ""] = process.argv.slice(2);

let started = 0;
const settled: Promise<void>[] = [];
for (let run = 0; run < Number(runs); run += 1) {
  const one = await runAutoTopUps();
  started += one.started;
  settled.push(one.settled);
  if (workspaceId) {
    while ((await db().autoTopUpAttempt.count({ where: { workspaceId, endedAt: null } })) === 0);
    process.kill(process.pid, "SIGKILL");
  }
}
await Promise.all(settled);
process.stdout.write(`${JSON.stringify({ started })}\n`);
await closeDb();
