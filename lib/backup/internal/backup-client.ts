import "server-only";
import pg from "pg";
import { env } from "@/lib/config/env";
import { explainingDatabase } from "@/lib/db/connection-problem";

/** A connection of its own, without the time-outs of the pools: a table takes as long as it takes. */
export async function withBackupClient<Result>(
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const { databaseUrl } = env();
  const client = new pg.Client({ connectionString: databaseUrl, application_name: "counterfoil backup" });
  // The statement under way reports a connection that breaks.
  client.on("error", () => undefined);
  await explainingDatabase(databaseUrl, () => client.connect());
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
