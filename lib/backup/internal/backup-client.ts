import "server-only";
import pg from "pg";
import { env } from "@/lib/config/env";
import { explainingDatabase } from "@/lib/db/connection-problem";

/** A separate connection, without the pools' timeouts: a large table takes long. */
export async function withBackupClient<Result>(
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const { databaseUrl } = env();
  const client = new pg.Client({ connectionString: databaseUrl, application_name: "counterfoil backup" });
  // The running statement reports a broken connection.
  client.on("error", () => undefined);
  await explainingDatabase(databaseUrl, () => client.connect());
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
