import "server-only";
import { sqlPool } from "@/lib/db/client";

/** Deletes the records of jobs that this version no longer has, which would look late for ever. */
export async function forgetOtherJobs(names: readonly string[]): Promise<void> {
  await sqlPool().query("delete from job_runs where name <> all ($1::text[])", [names]);
}
