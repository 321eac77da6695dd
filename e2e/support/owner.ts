import { readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { dataFolder } from "./product";

/**
 * The URL of an installation's embedded database as its superuser, for operations that the product's role may not do:
 * hiding tables, asking for the data folder.
 */
export function ownerUrl(dataDir: string): string {
  const read = (file: string): unknown => JSON.parse(readFileSync(path.join(dataDir, file), "utf8"));
  const { environment } = read("runtime.json") as { environment: Record<string, string> };
  const { databasePassword } = read("secrets.json") as { databasePassword: string };
  const url = new URL(environment["DATABASE_URL"] ?? "");
  url.username = "counterfoil";
  url.password = databasePassword;
  return url.toString();
}

/** Runs one statement as that superuser, in the installation under test. */
export async function asOwner(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl(dataFolder()) });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
