import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { savePriceLists } from "@/lib/catalog/save-price-lists";
import { closeDb } from "@/lib/db/client";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import { testDatabase } from "@/lib/testing/database";
import { answerMsMax, shutdownMs } from "@/lib/testing/lifecycle/account-for";
import { catalogText } from "@/lib/testing/lifecycle/endpoints";
import { recordEndedHolds } from "@/lib/testing/lifecycle/ended-holds";
import { gatewayConnectionName, type Gateways, startGateways } from "@/lib/testing/lifecycle/gateways";
import { prepareRecordFaults } from "@/lib/testing/lifecycle/disturbances";
import { performLives } from "@/lib/testing/lifecycle/perform-lives";
import { lives } from "@/lib/testing/lifecycle/plans";
import { type ScriptedProvider, startScriptedProvider } from "@/lib/testing/lifecycle/scripted-provider";

// LIFECYCLE_SEED repeats the plans of a run (but not its timing), LIFECYCLE_RUNS sets the number of runs, and
// LIFECYCLE_LOG shows the log of the gateways from that level up.
const runs = Number(process.env.LIFECYCLE_RUNS ?? 2_000);
const runsPerLife = 200;
const seed = Number(process.env.LIFECYCLE_SEED ?? Math.floor(Math.random() * 2 ** 31));

let provider: ScriptedProvider;
let gateways: Gateways;
let folder: string;

beforeAll(async () => {
  const databaseUrl = new URL(await testDatabase());
  provider = await startScriptedProvider();
  folder = await mkdtemp(path.join(os.tmpdir(), "lifecycle-"));
  const catalogFile = path.join(folder, "catalog.json");
  await writeFile(catalogFile, catalogText(provider.url));
  process.env.CATALOG_FILE = catalogFile;
  await savePriceLists();
  await prepareRecordFaults();
  await recordEndedHolds();
  databaseUrl.searchParams.set("application_name", gatewayConnectionName);
  gateways = await startGateways({
    DATABASE_URL: databaseUrl.toString(),
    ANSWER_SECONDS_MAX: `${answerMsMax / 1_000}`,
    STALLED_READER_SECONDS: "1",
    SHUTDOWN_SECONDS: `${shutdownMs / 1_000}`,
    LOG_LEVEL: process.env.LIFECYCLE_LOG ?? "silent",
  });
});

afterAll(async () => {
  gateways?.killAll();
  await provider?.stop();
  await closeDb();
  if (folder) await rm(folder, { recursive: true, force: true });
});

test(`every completion that was sent is billed once or counted as unaccounted, whatever happens to it (LIFECYCLE_SEED=${seed})`, async () => {
  const plans = fc.sample(lives(runsPerLife), { seed, numRuns: Math.max(1, Math.round(runs / runsPerLife)) });
  const { problems, fates, ends } = await performLives(plans, { gateways, provider });
  const summary = Object.entries(fates).map(([fate, count]) => `${count} ${fate}`);
  console.log(
    `lifecycle: seed ${seed}, ${ends.kill} killed, ${ends.terminate} stopped; ${summary.join(", ")}`,
  );
  expect(problems).toEqual([]);
  expect(await ledgerProblems()).toEqual([]);
  if (runs < 1_000) return;
  // A fate that never occurs would prove nothing about it.
  for (const [fate, count] of Object.entries(fates)) expect(count, `${fate} happens`).toBeGreaterThan(0);
}, 600_000);

/** Problems that the ledger's own check finds. Its sums are complete even where the test made rows fail. */
async function ledgerProblems(): Promise<string[]> {
  const { checks } = await verifyLedger();
  return checks.filter(({ ok }) => !ok).map(({ name, detail }) => `${name}: ${detail}`);
}
