import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fingerprint, readStamp } from "./fingerprint.mjs";
import { step } from "./run.mjs";

const folder = ".build";
const stampFile = `${folder}/.stamp`;
/** Compiled together, so that each module is there once. A new one is a line here. */
const programs = {
  server: "lib/server/main.ts",
  sandbox: "lib/sandbox/main.ts",
  counterfoil: "lib/server/commands/counterfoil.ts",
  bench: "lib/testing/bench/main.ts",
  "large-responses": "lib/gateway/internal/large-responses-thread.ts",
};
const sources = ["app", "lib", "prisma/schema", "tsconfig.json", "package-lock.json"];

/** What may be compiled: no tests, and nothing that follows from the schema. */
function isCompiled(file) {
  return !/\.test\.tsx?$|\.md$|^lib\/db\/generated\//.test(file);
}

/** Programs on the path of a request, and the bench that measures it. */
const servesRequests = new Set(["server", "bench"]);
/**
 * Room for new objects, in megabytes. Requests live a few milliseconds; with Node's default of 16 many of them outlive a
 * collection and are copied.
 */
const youngMegabytes = 64;

/** Arguments of Node that run a compiled program from the root of the project. */
export function compiledProgram(name) {
  const memory = servesRequests.has(name) ? [`--max-semi-space-size=${youngMegabytes}`] : [];
  return [...memory, "--enable-source-maps", "--conditions=react-server", `${folder}/${name}.js`];
}

/** Compiles the programs when their sources have changed. What is there stays when that fails. */
export async function compile() {
  const wanted = fingerprint(sources, isCompiled);
  if (readStamp(stampFile) === wanted) return;
  await step("Compiling the server programs", async () => {
    const files = await bundle();
    if (!files) return 1;
    rmSync(folder, { recursive: true, force: true });
    for (const { path: file, contents } of files) {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, contents);
    }
    writeFileSync(stampFile, wanted);
    return 0;
  });
}

/** The files to be written, or null when there are errors, which esbuild prints. */
async function bundle() {
  // Not there before the packages are installed.
  const { buildSync } = await import("esbuild");
  try {
    const { outputFiles } = buildSync({
      entryPoints: programs,
      outdir: folder,
      chunkNames: "chunks/[name]-[hash]",
      write: false,
      bundle: true,
      splitting: true,
      packages: "external",
      platform: "node",
      target: "node20",
      format: "esm",
      conditions: ["react-server"],
      sourcemap: true,
      sourcesContent: false,
      logLevel: "error",
    });
    return outputFiles;
  } catch {
    return null;
  }
}
