import { mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { migrate } from "@/lib/db/migrate";
import { provideProductRole } from "@/lib/db/product-role";
import { startEmbeddedPostgres } from "@/lib/server/postgres/embedded-postgres";
import { isAlive } from "@/lib/server/process/is-alive";
import { testRole } from "./environment";

declare module "vitest" {
  interface ProvidedContext {
    /** Maintenance database of the test server. */
    databaseAdminUrl: string;
  }
}

export const templateDatabase = "template_migrated";

/** One server for the whole run, thrown away after it, with a migrated database that every test file clones. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = path.resolve(".test");
  await removeDeadRuns(root);
  const dataDir = path.join(root, `db-${process.pid}`);
  await mkdir(dataDir, { recursive: true });
  const server = await startEmbeddedPostgres({ dataDir, password: "throw-away", throwAway: true });
  const stop = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const template = new URL(server.adminUrl);
    template.pathname = `/${templateDatabase}`;
    const client = new pg.Client({ connectionString: server.adminUrl });
    await client.connect();
    await client.query(`CREATE DATABASE "${templateDatabase}"`);
    await client.end();
    await migrate(template.toString());
    // Clones keep what was granted, so that every test runs as the product does.
    await provideProductRole(template.toString(), testRole);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide("databaseAdminUrl", server.adminUrl);
  return stop;
}

/** A killed run leaves its server; it is stopped by starting on its data once more and stopping that. */
async function removeDeadRuns(root: string): Promise<void> {
  for (const name of await readdir(root).catch(() => [])) {
    const pid = Number(/^(?:db|diff)-(\d+)$/.exec(name)?.[1]);
    if (!pid || isAlive(pid)) continue;
    const dataDir = path.join(root, name);
    const server = await startEmbeddedPostgres({ dataDir, password: "throw-away", throwAway: true }).catch(
      () => null,
    );
    await server?.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
