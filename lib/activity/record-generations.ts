import "server-only";
import type { PoolClient } from "pg";
import { addStatement, type Column, columnArrays, insertStatement } from "./internal/bulk-insert";
import {
  dayKeys,
  dimensionDayKeys,
  generationColumns,
  histogramKeys,
  histogramSums,
  quarterKeys,
  sumColumns,
} from "./internal/recorded-columns";
import { reportingZones } from "./internal/reporting-zones";
import type { RecordedGeneration } from "./rules/recorded-generation";
import { rollUp } from "./rules/roll-up";

/**
 * Records metered requests in the caller's transaction: their rows (none for retention "none") and all roll-ups. Adds
 * without looking whether they were there before; the caller's claim of the batch makes it once. Throws when a row
 * has no leaf (`isMissingPartition`): then `ensurePartitions` and another transaction.
 */
export async function recordGenerations(client: PoolClient, generations: readonly RecordedGeneration[]): Promise<void> {
  if (generations.length === 0) return;
  const kept = generations.filter(({ retention }) => retention !== "none");
  await insert(client, insertGenerations, generationColumns, kept);
  const zoneOf = await reportingZones(client, new Set(generations.map(({ workspaceId }) => workspaceId)));
  const sums = rollUp(generations, zoneOf);
  await insert(client, addDays, [...dayKeys, ...sumColumns], sums.days);
  await insert(client, addDimensionDays, [...dimensionDayKeys, ...sumColumns], sums.dimensionDays);
  await insert(client, addQuarters, [...quarterKeys, ...sumColumns], sums.quarters);
  await insert(client, addHistograms, [...histogramKeys, ...histogramSums], sums.histograms);
}

const insertGenerations = insertStatement("generations", generationColumns);
const addDays = addStatement("usage_days", { keys: dayKeys, sums: sumColumns });
const addDimensionDays = addStatement("usage_dimension_days", { keys: dimensionDayKeys, sums: sumColumns });
const addQuarters = addStatement("usage_quarters", { keys: quarterKeys, sums: sumColumns });
const addHistograms = addStatement("usage_histograms", { keys: histogramKeys, sums: histogramSums });

async function insert<Row>(
  client: PoolClient,
  statement: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Promise<void> {
  if (rows.length > 0) await client.query(statement, columnArrays(columns, rows));
}
