import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { setImmediate } from "node:timers/promises";
import { savePriceLists } from "@/lib/catalog/save-price-lists";
import { catalog } from "@/lib/catalog/catalog";
import { env } from "@/lib/config/env";
import { sqlPool, sqlTransaction } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { sealLedger } from "@/lib/ledger/seal-ledger";
import { ensurePartitions } from "../partitions/ensure-partitions";
import { reportingCalendars } from "../internal/reporting-calendars";
import { refreshRankings } from "../refresh-rankings";
import { copyRows } from "./copy-rows";
import type { Rhythm, TimesPlan } from "./day-rhythm";
import { makeGenerations } from "./make-generations";
import { seededRandom, zipfWeights } from "./random";
import { bookHistory, meterKeys, SeedTotals, transferIds } from "./seed-ledger";
import { demoWorkspaces, addKeysAndApps, type SeedWorkspace } from "./seed-workspaces";

/** Rows per COPY: they take a hundredth of a second to generate, in which no other connection can be served. */
const chunk = 1_000;
const writers = 4;

/**
 * Fills a local database with a realistic history: workspaces of very different size, models by Zipf's law, working
 * days and nights, failures, cached and reasoning tokens, apps and end users. Rows, roll-ups and ledger agree. Apart
 * from the date, the history is the same on every machine. A workspace that was seeded before is not changed. Throws
 * unless the database is on this machine. Rows are generated and written in bounded memory, no matter how many there
 * are.
 */
export async function seedActivity({
  rows,
  days,
  workspaceId,
  seed,
  now = new Date(),
  rhythm = "working-week",
}: {
  readonly rows: number;
  readonly days: number;
  /** The workspace with the largest share; it must have a wallet. */
  readonly workspaceId?: string;
  /** Gives that workspace the same requests in every installation. Its own id decides otherwise. */
  readonly seed?: number;
  /** The end of the history. */
  readonly now?: Date;
  readonly rhythm?: Rhythm;
}): Promise<{ readonly rows: number; readonly workspaces: number }> {
  requireLocalDatabase();
  await savePriceLists();
  await ensurePartitions({ from: new Date(now.getTime() - days * msPerDay), to: now });
  const done = await seededBefore();
  const own =
    workspaceId && !done.has(workspaceId)
      ? [await addKeysAndApps(workspaceId, seededRandom(hash(workspaceId)), now)]
      : [];
  const workspaces = [...own, ...(await demoWorkspaces(now, done))];
  const weights = zipfWeights(workspaces.length, 1.14);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  let left = rows;
  const plans = workspaces.map((workspace, index) => {
    const isLast = index === workspaces.length - 1;
    const count = isLast ? left : Math.min(left, Math.round((rows * (weights[index] ?? 0)) / whole));
    left -= count;
    const isOwn = workspace.workspaceId === workspaceId;
    return { workspace, plan: { count, days, now, rhythm, seed: isOwn ? seed : undefined } };
  });
  // Workspaces are independent, so that each core of the database can work on a different one.
  const queue = plans.values();
  const work = async () => {
    for (const { workspace, plan } of queue) await seedWorkspace(workspace, plan);
  };
  await Promise.all(Array.from({ length: writers }, work));
  // Seeded transfers have dates that may be sealed already.
  await sealLedger({ lateSince: new Date(now.getTime() - (days + 2) * msPerDay) });
  await refreshRankings();
  return { rows: workspaces.length > 0 ? rows : 0, workspaces: workspaces.length };
}

async function seedWorkspace(
  workspace: SeedWorkspace,
  plan: TimesPlan & { readonly seed: number | undefined },
): Promise<void> {
  if (plan.count === 0) return;
  const ids = seededRandom(hash(workspace.workspaceId) + 1);
  const seed = plan.seed ?? hash(workspace.workspaceId);
  const randoms = { ids, choices: seededRandom(seed + 2), times: seededRandom(seed + 3) };
  const grantId = ids.idAt(plan.now.getTime() - (plan.days + 1) * msPerDay);
  const totals = new SeedTotals(plan.now);
  const generations = makeGenerations(
    { ...workspace, ...plan, models: catalog().models },
    randoms,
    transferIds(ids),
  );
  await sqlTransaction(async (client) => {
    // Seeded rows lost in a crash can be seeded again, so there is no need to wait for the disk.
    await client.query("SET LOCAL synchronous_commit = off");
    const calendarOf = await reportingCalendars(client, new Set([workspace.workspaceId]));
    for (const batch of batches(generations, chunk)) {
      for (const generation of batch) totals.add(generation);
      await copyRows(client, batch, calendarOf(workspace.workspaceId));
      // Generating rows uses the processor; this lets timers and other connections run.
      await setImmediate();
    }
    await bookHistory(client, workspace.workspaceId, totals, grantId);
    await meterKeys(client, totals, plan.now);
  });
}

function* batches<Item>(items: Iterable<Item>, size: number): Generator<readonly Item[]> {
  let batch: Item[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function seededBefore(): Promise<ReadonlySet<string>> {
  const { rows } = await sqlPool().query<{ id: string }>(
    "SELECT workspace_id AS id FROM transfers WHERE idempotency_key = 'seed-grant'",
  );
  return new Set(rows.map(({ id }) => id));
}

/** Fabricated rows in a real installation could not be taken back. */
function requireLocalDatabase(): void {
  const { hostname } = new URL(env().databaseUrl);
  if (!["localhost", "127.0.0.1", "[::1]"].includes(hostname))
    throw new OperatorProblem(`Seeding is for local databases; this one is on ${hostname}.`);
}

function hash(text: string): number {
  return Number.parseInt(text.replaceAll("-", "").slice(-8), 16);
}
