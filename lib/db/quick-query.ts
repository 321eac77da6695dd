import "server-only";
import type { QueryResult, QueryResultRow } from "pg";
import { admissionPool } from "./client";
import { endsConnection } from "./run-prepared";

/** Longer than any such query takes, shorter than a client waits. */
const queryMsMax = 4_000;

/**
 * Runs a short query that a request waits for before it is admitted. It has a few separate connections, so that pages,
 * exports and jobs cannot take them. Rejects (`isTransient`) when there is no result within four seconds, including the
 * wait for a connection. A `name` always has the same text: each connection parses and plans it once under that name,
 * which for the lookup of a key is most of the work.
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
    const leftMs = Math.max(1, queryMsMax - (performance.now() - startedMs));
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
