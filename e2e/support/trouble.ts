import { readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";

/** Tables that a test may take away for a moment: read by one page each, and by nothing that runs by itself. */
export const tablesForTrouble = ["security_events", "stripe_events"] as const;

/** Makes the pages that read this table fail, as a database in trouble would, and puts it back whatever happens. */
export async function whileTableIsAway(
  table: (typeof tablesForTrouble)[number],
  work: () => Promise<void>,
): Promise<void> {
  await asOwner(`alter table ${table} rename to ${table}_away`);
  try {
    await work();
  } finally {
    await asOwner(`alter table ${table}_away rename to ${table}`);
  }
}

/** The product's own role may not do such things; the embedded server's superuser may. */
async function asOwner(sql: string): Promise<void> {
  const folder = process.env.E2E_DATA_DIR ?? "";
  const read = (file: string): unknown => JSON.parse(readFileSync(path.join(folder, file), "utf8"));
  const { environment } = read("runtime.json") as { environment: Record<string, string> };
  const { databasePassword } = read("secrets.json") as { databasePassword: string };
  const url = new URL(environment["DATABASE_URL"] ?? "");
  url.username = "counterfoil";
  url.password = databasePassword;
  const client = new pg.Client({ connectionString: url.toString() });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
