import "server-only";
import type pg from "pg";
import { env } from "@/lib/config/env";
import { explainingDatabase } from "@/lib/db/connection-problem";
import { survivingClient } from "@/lib/db/surviving-client";

/** A separate connection, without the pools' timeouts: a large table takes long. */
export async function withBackupClient<Result>(
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const { databaseUrl } = env();
  const client = survivingClient({ connectionString: databaseUrl, application_name: "counterfoil backup" });
  await explainingDatabase(databaseUrl, () => client.connect());
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
