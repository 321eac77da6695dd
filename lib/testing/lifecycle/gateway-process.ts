import { env } from "@/lib/config/env";
import { closeDb } from "@/lib/db/client";
import { drainSpending } from "@/lib/gateway/drain-spending";
import { endCompletions } from "@/lib/gateway/end-completions";
import { closeUpstreams } from "@/lib/gateway/internal/upstream";
import { runEvery } from "@/lib/jobs/run-every";
import { currentProcess, endProcess } from "@/lib/ledger/processes/current-process";
import { expireHolds } from "@/lib/ledger/processes/expire-holds";
import { startApiFrontServer } from "@/lib/testing/api-front-server";

/**
 * A gateway in a separate process: the production front server with the public API, without pages, and with the job
 * that expires the holds of dead processes. Prints one line of JSON when it serves: `{"port", "processId"}`. On SIGTERM
 * it stops like the product: completions get their time, then they are stopped, billed and settled.
 */
const { stalledReaderMs } = env().completions;
const { port, frontServer } = await startApiFrontServer({ appUrl: env().appUrl, stalledReaderMs });
const expiry = runEvery({
  name: "expire-holds",
  everyMs: 1_000,
  // Lives are shorter than the time before a process may expire others, and the database is always available in them.
  run: async () => void (await expireHolds(async () => true)),
});
const processId = await currentProcess();

process.once("SIGTERM", async () => {
  await Promise.all([
    endCompletions(),
    frontServer.stop({ apiMs: env().completions.shutdownMs + 20_000, pagesMs: 0 }),
  ]);
  await expiry.stop();
  await drainSpending();
  // As in the product: a process that cannot record its end is later found by its missing heartbeat.
  await endProcess().catch(() => undefined);
  await closeUpstreams();
  await closeDb();
  process.exit(0);
});
process.stdin.resume().once("close", () => process.exit(1));
process.stdout.write(`${JSON.stringify({ port, processId })}\n`);
