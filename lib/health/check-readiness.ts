import "server-only";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { sqlPool } from "@/lib/db/client";

export type Readiness = {
  readonly ready: boolean;
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[];
};

/**
 * Checks that the product can serve: the database responds and has every migration of this build, and the pages' server
 * responds, if the caller knows (`arePagesReady`). Never throws; returns the reason when it cannot.
 */
export async function checkReadiness(arePagesReady?: () => boolean): Promise<Readiness> {
  const database = await check("database", async () => {
    await sqlPool().query({ text: "select 1", query_timeout: 3_000 } as { text: string });
    return "responding";
  });
  const migrations = database.ok ? await check("migrations", migrationState) : unknown("migrations");
  const checks = [database, migrations];
  if (arePagesReady) {
    const ok = arePagesReady();
    checks.push({ name: "pages", ok, detail: ok ? "responding" : "not responding" });
  }
  return { ready: checks.every(({ ok }) => ok), checks };
}

async function migrationState(): Promise<string> {
  const folder = path.join(process.cwd(), "prisma/migrations");
  const entries = await readdir(folder, { withFileTypes: true });
  const expected = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const { rows } = await sqlPool().query<{ migration_name: string }>(
    "select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null",
  );
  const applied = new Set(rows.map((row) => row.migration_name));
  const missing = expected.filter((name) => !applied.has(name));
  if (missing.length > 0) throw new Error(`not applied: ${missing.join(", ")}`);
  return `${expected.length} applied`;
}

async function check(name: string, probe: () => Promise<string>): Promise<Readiness["checks"][number]> {
  try {
    return { name, ok: true, detail: await probe() };
  } catch (error) {
    // Only the product's own message is returned: a driver's message can contain addresses and user names.
    const own = error instanceof Error && error.message.startsWith("not applied: ");
    return { name, ok: false, detail: own ? error.message : "not responding" };
  }
}

function unknown(name: string): Readiness["checks"][number] {
  return { name, ok: false, detail: "not checked" };
}
