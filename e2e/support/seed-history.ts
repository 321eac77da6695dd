import { spawnSync } from "node:child_process";
import path from "node:path";
import { db } from "@/lib/db/client";
import { formatGenerationId } from "@/lib/activity/rules/generation-id";
import type { Account } from "./accounts";
import { root } from "./launch";
import { dataFolder } from "./product";

/** Ids of records that pages show one of. */
export type SeenRecords = { readonly key: string; readonly generation: string };

/** Fills a workspace with `rows` requests of the last 60 days, by the product's own command and always the same. */
export async function seedHistory({ email, actor }: Account, rows: number): Promise<SeenRecords> {
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
  const { workspaceId } = actor;
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
