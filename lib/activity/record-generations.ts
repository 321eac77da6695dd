import "server-only";
import type { PoolClient } from "pg";
import { columnArrays, type Insert, insertAllStatement } from "./internal/bulk-insert";
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
import { type DaySum, type DimensionSum, type HistogramSum, type QuarterSum, rollUp } from "./rules/roll-up";

/**
 * Records metered requests in the caller's transaction: their rows (none for retention "none") and all roll-ups. Adds
 * without looking whether they were there before; the caller's claim of the batch makes it once. Throws when a row
 * has no leaf (`isMissingPartition`): then `ensurePartitions` and another transaction.
 */
export async function recordGenerations(client: PoolClient, generations: readonly RecordedGeneration[]): Promise<void> {
  if (generations.length === 0) return;
  const zoneOf = await reportingZones(client, new Set(generations.map(({ workspaceId }) => workspaceId)));
  const sums = rollUp(generations, zoneOf);
  const kept = generations.filter(({ retention }) => retention !== "none");
  await client.query(statement, [
    ...columnArrays(rows, kept),
    ...columnArrays(days, sums.days),
    ...columnArrays(dimensionDays, sums.dimensionDays),
    ...columnArrays(quarters, sums.quarters),
    ...columnArrays(histograms, sums.histograms),
  ]);
}

const rows: Insert<RecordedGeneration> = { table: "generations", keys: generationColumns };
const days: Insert<DaySum> = { table: "usage_days", keys: dayKeys, sums: sumColumns };
const dimensionDays: Insert<DimensionSum> = { table: "usage_dimension_days", keys: dimensionDayKeys, sums: sumColumns };
const quarters: Insert<QuarterSum> = { table: "usage_quarters", keys: quarterKeys, sums: sumColumns };
const histograms: Insert<HistogramSum> = { table: "usage_histograms", keys: histogramKeys, sums: histogramSums };
const statement = insertAllStatement([rows, days, dimensionDays, quarters, histograms]);
