import { readFileSync } from "node:fs";
import path from "node:path";
import pg from "pg";
import { dataFolder } from "./product";

/**
 * The address of an installation's embedded database as its superuser, for what the product's own role may not do: taking
 * tables away, asking where the data lies.
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

/** One statement as that superuser, at the installation that the suite runs against. */
export async function asOwner(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl(dataFolder()) });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
