import "server-only";
import { reconcilePurchases } from "@/lib/billing/reconcile-purchases";
import { type Job, runEvery } from "@/lib/jobs/run-every";

/** Everything that happens without being asked for; one line each, with the reason for its pace. */
const jobs: readonly Job[] = [
  // Credits that no webhook announced arrive within two minutes.
  { name: "reconcile-purchases", everyMs: 60_000, run: async () => void (await reconcilePurchases()) },
];

/** Starts the clockwork in this process. Several processes may: each job runs in one of them at a time. */
export function startJobs(): { stop(): Promise<void> } {
  const running = jobs.map(runEvery);
  return {
    stop: async () => {
      await Promise.all(running.map((job) => job.stop()));
    },
  };
}
