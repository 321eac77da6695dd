import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { withUser } from "@/lib/db/product-role";
import { testEnvironment, testRole } from "./environment";

let prepared: Promise<string> | null = null;

let owner: string | null = null;

/**
 * Gives this test file its own database, cloned from the migrated template, and an environment that points to it. It
 * runs as the product's own role, so that missing privileges fail here too. Call it first, at the top of the file:
 * `await testDatabase();`. Later calls in the same file return the same URL. Nothing is truncated between tests: each
 * creates its own workspace.
 */
export function testDatabase(): Promise<string> {
  prepared ??= clone();
  return prepared;
}

async function clone(): Promise<string> {
  owner = await emptyClone();
  const url = withUser(owner, testRole);
  Object.assign(process.env, testEnvironment, { DATABASE_URL: url });
  return url;
}

/** Runs statements on a separate connection, with the role in the URL. */
export async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Runs statements in this file's database as the owner of the tables, on a separate connection. */
export async function asOwner<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  if (owner === null) throw new Error("asOwner needs testDatabase() first");
  return withClient(owner, work);
}

/**
 * Another clone of the template, as its owner, for tests that need a second database. The environment does not point to
 * it.
 */
export async function emptyClone(): Promise<string> {
  return createDatabase("TEMPLATE template_migrated");
}

/** An empty database, for tests of the migrations. */
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
