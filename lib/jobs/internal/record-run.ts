import "server-only";
import { sqlPool } from "@/lib/db/client";

const pauseMs = 30_000;

/** What this process recorded last for each job. */
const recorded = new Map<string, { readonly atMs: number; readonly succeeded: boolean }>();

/**
 * Records how a run of a job ended. Some jobs run every second, so the same result is written at most every 30 seconds.
 * Never throws: a run that did its work has not failed because this row could not be written.
 */
export async function recordRun(
  job: { readonly name: string; readonly everyMs: number },
  succeeded: boolean,
): Promise<void> {
  const last = recorded.get(job.name);
  if (last && last.succeeded === succeeded && Date.now() - last.atMs < pauseMs) return;
  recorded.set(job.name, { atMs: Date.now(), succeeded });
  await sqlPool()
    .query(
      `insert into job_runs (name, every_ms, ended_at, succeeded_at, failed_at)
       values ($1, $2, now(), case when $3 then now() end, case when $3 then null else now() end)
       on conflict (name) do update set every_ms = excluded.every_ms, ended_at = excluded.ended_at,
         succeeded_at = coalesce(excluded.succeeded_at, job_runs.succeeded_at),
         failed_at = coalesce(excluded.failed_at, job_runs.failed_at)`,
      [job.name, job.everyMs, succeeded],
    )
    .catch(() => recorded.delete(job.name));
}
