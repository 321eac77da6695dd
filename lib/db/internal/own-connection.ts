import "server-only";
import type pg from "pg";
import { explainingDatabase } from "../connection-problem";
import { survivingClient } from "../surviving-client";

const connectMsMax = 10_000;

/**
 * Runs `work` on a connection of its own, outside of the pools and without their time limits: migrations and roles,
 * before anything serves. Ending the session releases the advisory locks that it took, also when `work` throws.
 */
export async function withOwnConnection<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = survivingClient({ connectionString: url, connectionTimeoutMillis: connectMsMax });
  await explainingDatabase(url, () => client.connect());
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
