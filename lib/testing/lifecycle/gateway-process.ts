import { env } from "@/lib/config/env";
import { closeDb } from "@/lib/db/client";
import { drainSpending } from "@/lib/gateway/drain-spending";
import { endCompletions } from "@/lib/gateway/end-completions";
import { closeUpstreams } from "@/lib/gateway/internal/upstream";
import { runEvery } from "@/lib/jobs/run-every";
import { currentProcess, endProcess } from "@/lib/ledger/processes/current-process";
import { expireHolds } from "@/lib/ledger/processes/expire-holds";
import { startApiFrontServer } from "@/lib/testing/front-server";

/**
 * A gateway in a process of its own: the production front server with the public API, no pages, and the job that
 * expires the holds of dead processes. Prints one line of JSON when it serves: `{"port", "processId"}`. On SIGTERM it
 * stops as the product does: completions get their time, then they are ended, billed and settled.
 */
const { stalledReaderMs } = env().completions;
const { port, frontServer } = await startApiFrontServer({ appUrl: env().appUrl, stalledReaderMs });
const expiry = runEvery({
  name: "expire-holds",
  everyMs: 1_000,
  // Lives are shorter than the time after which a process may judge others, and the database is never away in them.
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
  // As in the product: a process that cannot say that it ends is found silent later.
  await endProcess().catch(() => undefined);
  await closeUpstreams();
  await closeDb();
  process.exit(0);
});
process.stdin.resume().once("close", () => process.exit(1));
process.stdout.write(`${JSON.stringify({ port, processId })}\n`);
