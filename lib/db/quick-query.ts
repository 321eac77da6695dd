import "server-only";
import type { QueryResult, QueryResultRow } from "pg";
import { admissionPool } from "./client";
import { endsConnection } from "./run-prepared";

/** Longer than any such question takes, shorter than a caller's patience. */
const answerMsMax = 4_000;

/**
 * A short question that a request waits for before it is admitted. On a few connections of their own, so that pages, exports
 * and jobs cannot take them. Rejects (`isTransient`) when there is no answer within four seconds, the wait for a connection
 * included.
 */
export async function quickQuery<Row extends QueryResultRow>(
  text: string,
  values: unknown[],
): Promise<QueryResult<Row>> {
  const startedMs = performance.now();
  const client = await admissionPool().connect();
  let isBroken = true;
  try {
    const leftMs = Math.max(1, answerMsMax - (performance.now() - startedMs));
    const query = { text, values, query_timeout: leftMs };
    const result = await client.query<Row>(query);
    isBroken = false;
    return result;
  } catch (error) {
    isBroken = endsConnection(error);
    throw error;
  } finally {
    client.release(isBroken);
  }
}
