import "server-only";
import type { QueryResult, QueryResultRow } from "pg";
import { sqlPool } from "./client";

/** Longer than any such question takes, shorter than a caller's patience. */
const answerMsMax = 4_000;

/**
 * A short question on an ordinary connection that somebody waits for: rejects (`isTransient`) when the database has not
 * answered within four seconds, instead of when the connection's own, much longer, time is over.
 */
export function quickQuery<Row extends QueryResultRow>(
  text: string,
  values: unknown[],
): Promise<QueryResult<Row>> {
  const query = { text, values, query_timeout: answerMsMax };
  return sqlPool().query<Row>(query);
}
