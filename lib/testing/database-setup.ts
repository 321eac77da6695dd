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
    /** URL of the test server's maintenance database. */
    databaseAdminUrl: string;
  }
}

export const templateDatabase = "template_migrated";

/** Starts one throw-away server for the whole run, with a migrated database that every test file clones. */
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
    // Clones keep the grants, so that every test runs with the product's role.
    await provideProductRole(template.toString(), testRole);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide("databaseAdminUrl", server.adminUrl);
  return stop;
}

/** Stops a server left by a killed run, by starting on its data again and stopping that. */
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
