import { spawnSync } from "node:child_process";
import path from "node:path";
import { root } from "./launch";
import { dataFolder } from "./product";

/** Fills a workspace with `rows` requests of the last 60 days, by the product's own command and always the same. */
export function seedHistory(email: string, rows: number): void {
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
  ];
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, DATA_DIR: dataFolder() } as unknown as NodeJS.ProcessEnv;
  const run = spawnSync(process.execPath, command, { cwd: root, encoding: "utf8", env });
  if (run.status !== 0) throw new Error(`seeding failed: ${run.stderr}`);
}
