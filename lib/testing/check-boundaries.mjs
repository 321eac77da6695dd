// Runs the boundary rules and compares the number of modules they saw with the existing files: with an unsupported
// compiler the tool once saw nothing, reported no violation and exited with 0.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { findModuleCycles } from "./module-cycles.mjs";

const roots = ["app", "components", "lib", "e2e", "prisma"];
const skip = new Set(["node_modules", "generated", ".next"]);

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return skip.has(entry.name) ? [] : sources(full);
    return /\.tsx?$/.test(entry.name) && !entry.name.endsWith(".d.ts") ? [full] : [];
  });
}

const expected = roots.flatMap(sources);
const run = spawnSync(
  process.execPath,
  [
    "node_modules/dependency-cruiser/bin/dependency-cruise.mjs",
    ...roots,
    "--config",
    ".dependency-cruiser.cjs",
    "--output-type",
    "json",
  ],
  { encoding: "utf8", maxBuffer: 512 * 1024 * 1024 },
);
if (!run.stdout.trim().startsWith("{")) {
  console.error(run.stdout + run.stderr);
  process.exit(1);
}

const report = JSON.parse(run.stdout);
const seen = new Set(report.modules.map((module) => path.normalize(module.source)));
const unseen = expected.filter((file) => !seen.has(path.normalize(file)));
const withImports = report.modules.filter((module) => module.dependencies.length > 0).length;
const violations = report.summary.violations;
const cycles = findModuleCycles(report.modules);

for (const violation of violations) {
  console.error(`${violation.rule.name}: ${violation.from} → ${violation.to}`);
}
for (const { from, to, example } of cycles) {
  console.error(`no-module-cycle: ${from} → ${to} (${example})`);
}
if (unseen.length > 0)
  console.error(`The check did not see ${unseen.length} modules, first: ${unseen.slice(0, 5).join(", ")}`);
if (withImports < expected.length / 2)
  console.error(`Only ${withImports} of ${expected.length} modules had any import`);
const violationCount = violations.length + cycles.length;
console.log(`boundaries: ${expected.length} modules, ${violationCount} violations`);
process.exit(violationCount > 0 || unseen.length > 0 || withImports < expected.length / 2 ? 1 : 0);
