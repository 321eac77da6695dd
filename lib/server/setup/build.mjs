import { rmSync, writeFileSync } from "node:fs";
import { compressBuild } from "./compress.mjs";
import { fingerprint, readStamp } from "./fingerprint.mjs";
import { writePlainScript } from "./plain-script.mjs";
import { runningCopies } from "./running-copies.mjs";
import { runNode, SetupError, step } from "./run.mjs";

const stampFile = ".next/counterfoil-build";
const sources = [
  "app",
  "components",
  "lib",
  "prisma/schema",
  "public",
  "next.config.ts",
  "postcss.config.mjs",
  "proxy.ts",
  "instrumentation.ts",
  "instrumentation-client.ts",
  "package-lock.json",
];

/** What is built into the pages: no tests, and nothing of the processes that run beside them. */
function isBuilt(file) {
  return !/\.test\.tsx?$|\.md$|^lib\/(testing|server|sandbox|db\/generated)\//.test(file);
}

/** Builds the pages when their sources have changed since the last build that went through. */
export async function build() {
  const wanted = fingerprint(sources, isBuilt);
  if (readStamp(stampFile) === wanted && readStamp(".next/BUILD_ID")) return;
  const [running] = runningCopies();
  if (running) {
    throw new SetupError(
      `The sources have changed since the build that the copy on port ${running.port} (process ${running.pid}) serves.\n` +
        "Stop that copy first; then start again.",
    );
  }
  rmSync(stampFile, { force: true });
  await step("Building the pages (about a minute)", async () => {
    const code = await runNode(["node_modules/next/dist/bin/next", "build"], {
      quiet: true,
      env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    });
    if (code !== 0) return code;
    await writePlainScript();
    await compressBuild();
    return 0;
  });
  // A file that changed during the build makes the next start build again.
  if (fingerprint(sources, isBuilt) === wanted) writeFileSync(stampFile, wanted);
}
