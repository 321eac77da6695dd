import "server-only";
import type { Pool, PoolClient } from "pg";
import type { PreparedStatement } from "@/lib/db/run-prepared";
import { columnArrays, type Insert, insertAllStatement } from "./internal/bulk-insert";
import {
  dayKeys,
  dimensionDayKeys,
  histogramKeys,
  histogramSums,
  quarterKeys,
  recordedColumns,
  sumColumns,
} from "./internal/recorded-columns";
import { reportingZones } from "./internal/reporting-zones";
import type { RecordedGeneration } from "./rules/generation-fields";
import { type DaySum, type DimensionSum, type HistogramSum, type QuarterSum, rollUp } from "./rules/roll-up";

/**
 * Records metered requests in the caller's transaction: their rows (none for retention "none") and all roll-ups. Adds
 * without looking whether they were there before; that each of their holds is closed once makes it once. Throws when a row
 * has no leaf (`isMissingPartition`): then `ensurePartitions` and another transaction.
 */
export async function recordGenerations(
  client: PoolClient,
  generations: readonly RecordedGeneration[],
): Promise<void> {
  if (generations.length === 0) return;
  const { text: statement, values } = await recordStatement(client, generations);
  await client.query(statement, values);
}

/** The same as a statement, for a caller that sends it along with others. At least one generation. */
export async function recordStatement(
  reader: Pick<Pool, "query">,
  generations: readonly RecordedGeneration[],
): Promise<PreparedStatement> {
  const zoneOf = await reportingZones(reader, new Set(generations.map(({ workspaceId }) => workspaceId)));
  const sums = rollUp(generations, zoneOf);
  const kept = generations.filter(({ retention }) => retention !== "none");
  const values = [
    ...columnArrays(rows, kept),
    ...columnArrays(days, sums.days),
    ...columnArrays(dimensionDays, sums.dimensionDays),
    ...columnArrays(quarters, sums.quarters),
    ...columnArrays(histograms, sums.histograms),
  ];
  return { name: "record_generations", text, values };
}

const rows: Insert<RecordedGeneration> = { table: "generations", keys: recordedColumns };
const days: Insert<DaySum> = { table: "usage_days", keys: dayKeys, sums: sumColumns };
const dimensionDays: Insert<DimensionSum> = {
  table: "usage_dimension_days",
  keys: dimensionDayKeys,
  sums: sumColumns,
};
const quarters: Insert<QuarterSum> = { table: "usage_quarters", keys: quarterKeys, sums: sumColumns };
const histograms: Insert<HistogramSum> = {
  table: "usage_histograms",
  keys: histogramKeys,
  sums: histogramSums,
};
const text = insertAllStatement([rows, days, dimensionDays, quarters, histograms]);
