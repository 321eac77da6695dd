import "server-only";
import { sqlPool } from "@/lib/db/client";

export type Ranking = {
  readonly model: string;
  readonly tokens: bigint;
  readonly requests: bigint;
  readonly previousTokens: bigint;
  /** Rank in the previous period; null when the model was not used then. */
  readonly previousRank: number | null;
  /** Tokens of all models in the period, also of those beyond the limit. */
  readonly allTokens: bigint;
};

/**
 * The most used models by tokens in the last `days` days, with the previous period of equal length. Public: contains no
 * names.
 */
export async function listRankings(days: number, limit = 50): Promise<readonly Ranking[]> {
  const { rows } = await sqlPool().query<Ranking>(
    `WITH sums AS (
       SELECT r.model,
              coalesce(sum(r.tokens) FILTER (WHERE r.day > today - $1::int), 0)::bigint AS tokens,
              coalesce(sum(r.requests) FILTER (WHERE r.day > today - $1::int), 0)::bigint AS requests,
              coalesce(sum(r.tokens) FILTER (WHERE r.day <= today - $1::int), 0)::bigint AS "previousTokens"
         FROM ranking_days r, LATERAL (SELECT (now() AT TIME ZONE 'UTC')::date AS today) t
        WHERE r.day > today - 2 * $1::int
        GROUP BY r.model),
     ranked AS (
       SELECT sums.*, sum(tokens) OVER ()::bigint AS "allTokens",
              CASE WHEN "previousTokens" > 0
                   THEN (row_number() OVER (ORDER BY "previousTokens" DESC, model))::int END AS "previousRank"
         FROM sums)
     SELECT model, tokens, requests, "previousTokens", "previousRank", "allTokens"
       FROM ranked WHERE tokens > 0 ORDER BY tokens DESC, model LIMIT $2`,
    [days, limit],
  );
  return rows;
}
