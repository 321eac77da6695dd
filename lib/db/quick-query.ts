import "server-only";
import type { QueryResult, QueryResultRow } from "pg";
import { admissionPool } from "./client";
import { endsConnection } from "./run-prepared";

/** Longer than any such question takes, shorter than a caller's patience. */
const answerMsMax = 4_000;

/**
 * A short question that a request waits for before it is admitted. On a few connections of their own, so that pages, exports
 * and jobs cannot take them. Rejects (`isTransient`) when there is no answer within four seconds, the wait for a connection
 * included. `name` belongs to the text for good: under it each connection parses and plans it once, which for the question of
 * a key is most of its work.
 */
export async function quickQuery<Row extends QueryResultRow>(
  name: string,
  text: string,
  values: unknown[],
): Promise<QueryResult<Row>> {
  const startedMs = performance.now();
  const client = await admissionPool().connect();
  let isBroken = true;
  try {
    const leftMs = Math.max(1, answerMsMax - (performance.now() - startedMs));
    const query = { name, text, values, query_timeout: leftMs };
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
