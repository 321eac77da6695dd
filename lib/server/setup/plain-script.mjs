// Bundles the script of plain pages into the build, beside the framework's scripts, so that it is served as they are.
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const source = "components/plain/main.ts";
const folder = ".next/static/plain";

/** Writes `.next/static/plain/{hash}.js`. Its name is a hash, because browsers keep it for good. */
export async function writePlainScript() {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [source],
    write: false,
    bundle: true,
    minify: true,
    format: "iife",
    platform: "browser",
    target: "es2020",
    charset: "utf8",
    logLevel: "error",
  });
  for (const { contents } of outputFiles) {
    const hash = createHash("sha256").update(contents).digest("hex").slice(0, 16);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, `${hash}.js`), contents);
  }
}
