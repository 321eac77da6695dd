import "server-only";
import { sqlPool } from "@/lib/db/client";

type ListedJob = { readonly name: string; readonly everyMs: number };

/**
 * Makes the records of runs those of this version's jobs. A job without a record gets one that begins now, so that one
 * that never runs becomes late; records of jobs that this version no longer has are deleted, which would look late for
 * ever.
 */
export async function listJobs(jobs: readonly ListedJob[]): Promise<void> {
  await sqlPool().query(
    `with others as (delete from job_runs where name <> all ($1::text[]))
     insert into job_runs (name, every_ms, ended_at)
     select name, every_ms, now() from unnest($1::text[], $2::int[]) as job (name, every_ms)
     on conflict (name) do nothing`,
    [jobs.map(({ name }) => name), jobs.map(({ everyMs }) => everyMs)],
  );
}
