import "server-only";
import type { PoolClient } from "pg";
import type { DaySum, DimensionSum, HistogramSum, QuarterSum, RollUp } from "../rules/roll-up";
import { columnArrays, type Insert, insertAllStatement } from "./bulk-insert";
import {
  dayKeys,
  dimensionDayKeys,
  histogramKeys,
  histogramSums,
  quarterKeys,
  sumColumns,
} from "./recorded-columns";

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
const statement = insertAllStatement([days, dimensionDays, quarters, histograms]);

/** Adds sums to what the roll-ups hold, in the caller's transaction. */
export async function addSums(client: PoolClient, sums: RollUp): Promise<void> {
  await client.query(statement, [
    ...columnArrays(days, sums.days),
    ...columnArrays(dimensionDays, sums.dimensionDays),
    ...columnArrays(quarters, sums.quarters),
    ...columnArrays(histograms, sums.histograms),
  ]);
}
