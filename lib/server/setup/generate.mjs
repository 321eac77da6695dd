import { existsSync, writeFileSync } from "node:fs";
import { fingerprint, readStamp } from "./fingerprint.mjs";
import { runNode, step } from "./run.mjs";

const stampFile = "lib/db/generated/.stamp";

/** Writes Prisma's client when the schema or the locked packages have changed. */
export async function generate({ force = false } = {}) {
  const wanted = fingerprint(["prisma/schema", "prisma.config.ts", "package-lock.json"]);
  if (!force && existsSync("lib/db/generated/client.ts") && readStamp(stampFile) === wanted) return;
  await step("Generating the database client", () =>
    runNode(["node_modules/prisma/build/index.js", "generate"], {
      quiet: true,
      // The command line would download an engine that generating does not need; any executable satisfies it.
      env: {
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: "1",
        CHECKPOINT_DISABLE: "1",
      },
    }),
  );
  writeFileSync(stampFile, wanted);
}
