import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { testEnvironment } from "./environment";

let prepared: Promise<string> | null = null;

/**
 * Gives this test file a database of its own, cloned from the migrated template, and an environment that points to
 * it. Call it first, at the head of the file: `await testDatabase();`. Later calls in the same file return the same
 * address. Nothing is truncated between tests: each makes its own workspace.
 */
export function testDatabase(): Promise<string> {
  prepared ??= clone();
  return prepared;
}

async function clone(): Promise<string> {
  const url = await emptyClone();
  Object.assign(process.env, testEnvironment, { DATABASE_URL: url });
  return url;
}

/** Another clone of the template, for tests that need a second database; the environment does not point to it. */
export async function emptyClone(): Promise<string> {
  return createDatabase("TEMPLATE template_migrated");
}

/** A database with nothing in it, for tests of the migrations themselves. */
export async function emptyDatabase(): Promise<string> {
  return createDatabase("TEMPLATE template0");
}

async function createDatabase(options: string): Promise<string> {
  const adminUrl = inject("databaseAdminUrl");
  const name = `test_${process.env.VITEST_POOL_ID ?? "0"}_${randomBytes(6).toString("hex")}`;
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE "${name}" ${options}`);
  } finally {
    await client.end();
  }
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.toString();
}
