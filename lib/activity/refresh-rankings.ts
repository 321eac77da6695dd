import "server-only";
import { sqlPool } from "@/lib/db/client";
import { categoryDays } from "./rules/categories";

/**
 * Deletes counts by category that are older than `categoryDays`, and sums the usage of all workspaces per model and day,
 * without any link to a workspace. Recomputes the last days each time, so that running it twice or late changes nothing.
 */
export async function refreshRankings(): Promise<void> {
  await sqlPool().query("delete from category_days where day < (now() at time zone 'UTC')::date - $1::int", [
    categoryDays,
  ]);
  await sqlPool().query(
    `INSERT INTO ranking_days (day, model, requests, tokens)
     SELECT (d.span_start AT TIME ZONE 'UTC')::date, d.model, sum(d.requests)::bigint, sum(d.prompt_tokens + d.completion_tokens)::bigint
       FROM usage_days d
      WHERE d.span_start >= date_trunc('day', now(), 'UTC') - interval '35 days'
      GROUP BY 1, 2
     ON CONFLICT (day, model) DO UPDATE SET requests = excluded.requests, tokens = excluded.tokens
       WHERE (ranking_days.requests, ranking_days.tokens) IS DISTINCT FROM (excluded.requests, excluded.tokens)`,
  );
}
