import { mkdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { closeDb } from "@/lib/db/client";
import { migrate } from "@/lib/db/migrate";
import { provideProductRole } from "@/lib/db/product-role";
import { startEmbeddedPostgres } from "@/lib/server/postgres/embedded-postgres";
import { testEnvironment, testRole } from "@/lib/testing/environment";
import { activityBench } from "./activity";
import type { Bench, BenchRow } from "./bench";
import { enduranceBench, gatewayBench } from "./gateway";
import { purgeBench } from "./purge";
import { spendBench } from "./spend";
import { webhookBench } from "./webhook";

/** One file each; a new benchmark is one line here. */
const benches: readonly Bench[] = [
  spendBench,
  gatewayBench,
  enduranceBench,
  webhookBench,
  activityBench,
  purgeBench,
];

const { values } = parseArgs({
  options: { only: { type: "string" }, rows: { type: "string", default: "1000000" } },
});
/** Takes minutes, so it runs only when named. */
const onlyByName = new Set([enduranceBench.name, purgeBench.name]);
const wanted = benches.filter(({ name }) =>
  values.only ? values.only.split(",").includes(name) : !onlyByName.has(name),
);
if (wanted.length === 0) {
  console.error(`--only knows: ${benches.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}

const dataDir = path.resolve(".test", `bench-${process.pid}`);
await mkdir(dataDir, { recursive: true });
// Durable, as in an installation, so that measurements include the disk.
const server = await startEmbeddedPostgres({ dataDir, password: "bench-only" });
const report: { bench: string; rows: BenchRow[] }[] = [];
try {
  await migrate(server.url);
  // Measured as the product's own role, as in an installation.
  const productUrl = await provideProductRole(server.url, testRole);
  Object.assign(process.env, testEnvironment, { DATABASE_URL: productUrl });
  for (const bench of wanted) {
    console.log(`\n${bench.name}`);
    const say = (text: string) => console.log(`  ${text}`);
    const rows = await bench.run({
      databaseUrl: productUrl,
      ownerUrl: server.url,
      rows: Number(values.rows),
      say,
    });
    report.push({ bench: bench.name, rows });
    print(rows);
  }
} finally {
  await closeDb();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}

const file = path.resolve(
  "bench-results",
  `${new Date().toISOString().replaceAll(":", "-").slice(0, 19)}.json`,
);
await mkdir(path.dirname(file), { recursive: true });
const machine = {
  cpus: os.cpus().length,
  model: os.cpus()[0]?.model,
  load: os.loadavg()[0],
  node: process.version,
};
await writeFile(file, `${JSON.stringify({ at: new Date().toISOString(), machine, report }, null, 2)}\n`);
console.log(
  `\nLoad ${os.loadavg()[0]?.toFixed(1)} on ${os.cpus().length} cores. Written to ${path.relative(".", file)}`,
);

function print(rows: readonly BenchRow[]): void {
  const number = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 4 });
  const lines = rows.map(({ what, figure, unit, ratio, goal, ok }) => [
    what,
    `${number.format(figure)} ${unit}`,
    ratio === undefined ? "" : `${number.format(ratio)} ×`,
    goal === undefined ? "" : `goal ${goal}`,
    ok === undefined ? "" : ok ? "reached" : "missed",
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  for (const line of lines) {
    console.log(
      `  ${line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  ")}`,
    );
  }
}
