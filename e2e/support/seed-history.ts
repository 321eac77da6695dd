import { spawnSync } from "node:child_process";
import path from "node:path";
import { formatGenerationId } from "@/lib/activity/rules/generation-id";
import { seedActivity } from "@/lib/activity/seed/seed-activity";
import { db } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import type { Account } from "./accounts";
import { root } from "./launch";
import { dataFolder, useProductDatabase } from "./product";

/** Ids of records that pages show one of. */
export type SeenRecords = { readonly key: string; readonly generation: string };

/** Fills a workspace with `rows` requests of the last 60 days, by the product's own command and always the same. */
export async function seedHistory({ email }: Account, rows: number): Promise<void> {
  const command = [
    path.join(root, "lib/server/bootstrap.mjs"),
    "counterfoil",
    "seed",
    "--rows",
    String(rows),
    "--days",
    "60",
    "--workspace",
    email,
    "--seed",
    "1",
  ];
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, DATA_DIR: dataFolder() } as unknown as NodeJS.ProcessEnv;
  const run = spawnSync(process.execPath, command, { cwd: root, encoding: "utf8", env });
  if (run.status !== 0) throw new Error(`seeding failed: ${run.stderr}`);
}

/**
 * Fills a workspace, and demo workspaces beside it, with requests that look the same whenever a picture is taken: up to
 * last midnight (UTC), and on every day of the week alike.
 */
export async function seedPictures({ actor }: Account, rows: number): Promise<SeenRecords> {
  useProductDatabase();
  const now = new Date(new Date().toISOString().slice(0, 10));
  await seedActivity({ rows, days: 60, workspaceId: actor.workspaceId, seed: 1, now, rhythm: "same-days" });
  await spendAllThisMonth(actor);
  return recordsOf(actor);
}

/** As if keys had been used in this month only: its sums would be others on each day of a month. */
async function spendAllThisMonth({ workspaceId }: Actor): Promise<void> {
  const meters = await db().meter.findMany({ where: { workspaceId, kind: "key" } });
  for (const { id, usedNanos } of meters)
    await db().meter.update({ where: { id, workspaceId }, data: { monthNanos: usedNanos } });
}

/** Records of a history of some thousand requests. */
export async function recordsOf({ workspaceId }: Actor): Promise<SeenRecords> {
  const key = await db().apiKey.findFirstOrThrow({ where: { workspaceId, name: "Production" } });
  const generation = await db().generation.findFirstOrThrow({
    where: {
      workspaceId,
      status: 200,
      model: "sandbox/heron",
      cachedTokens: 0,
      reasoningTokens: 0,
      streamed: true,
    },
    orderBy: { id: "desc" },
  });
  return { key: key.id, generation: formatGenerationId(generation.id) };
}
