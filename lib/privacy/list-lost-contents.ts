import "server-only";
import { sqlPool } from "@/lib/db/client";
import { isLostSql } from "./rules/lost-reasons";

export type LostContentDay = {
  /** UTC, "YYYY-MM-DD". */
  readonly day: string;
  readonly count: number;
};

/**
 * Requests of all workspaces whose content could not be stored, by day, newest first; days without any are left out.
 * `days` counts back from now, including today.
 */
export async function lostContentsByDay(days: number): Promise<LostContentDay[]> {
  const { rows } = await sqlPool().query<LostContentDay>(
    `select (created_at at time zone 'UTC')::date as day, count(*)::int as count
     from lost_contents
     where ${isLostSql} and created_at >= date_trunc('day', now(), 'UTC') - make_interval(days => $1::int - 1)
     group by 1 order by 1 desc`,
    [days],
  );
  return rows;
}

/** The number of requests that are still marked. */
export async function countLostContents(): Promise<number> {
  const { rows } = await sqlPool().query<{ count: number }>(
    `select count(*)::int as count from lost_contents where ${isLostSql}`,
  );
  return rows[0]?.count ?? 0;
}
