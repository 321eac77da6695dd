import "server-only";
import { sqlPool } from "@/lib/db/client";
import { lateJob } from "./internal/late";

export type JobRunRow = {
  readonly name: string;
  readonly everyMs: number;
  readonly endedAt: Date;
  readonly succeededAt: Date | null;
  readonly failedAt: Date | null;
  /** It missed three intervals, or its last run failed. */
  readonly isLate: boolean;
};

/** The scheduled jobs and how their last runs ended: late ones first, then by name. */
export async function listJobRuns(): Promise<readonly JobRunRow[]> {
  const { rows } = await sqlPool().query<JobRunRow>(
    `select name, every_ms as "everyMs", ended_at as "endedAt", succeeded_at as "succeededAt",
            failed_at as "failedAt", ${lateJob} as "isLate"
     from job_runs order by ${lateJob} desc, name`,
  );
  return rows;
}
