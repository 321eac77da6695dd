import "server-only";
import type { PoolClient } from "pg";
import type { DaySum, DimensionSum, HistogramSum, QuarterHourSum, RollUp } from "../rules/roll-up";
import { columnArrays, type Insert, insertAllStatement } from "./bulk-insert";
import {
  dayKeys,
  dimensionDayKeys,
  histogramKeys,
  histogramSums,
  quarterHourKeys,
  sumColumns,
} from "./recorded-columns";

const days: Insert<DaySum> = { table: "usage_days", keys: dayKeys, sums: sumColumns };
const dimensionDays: Insert<DimensionSum> = {
  table: "usage_dimension_days",
  keys: dimensionDayKeys,
  sums: sumColumns,
};
const quarterHours: Insert<QuarterHourSum> = {
  table: "usage_quarter_hours",
  keys: quarterHourKeys,
  sums: sumColumns,
};
const histograms: Insert<HistogramSum> = {
  table: "usage_histograms",
  keys: histogramKeys,
  sums: histogramSums,
};
const statement = insertAllStatement([days, dimensionDays, quarterHours, histograms]);

/** Adds sums to the roll-ups, in the caller's transaction. */
export async function addSums(client: PoolClient, sums: RollUp): Promise<void> {
  await client.query(statement, [
    ...columnArrays(days, sums.days),
    ...columnArrays(dimensionDays, sums.dimensionDays),
    ...columnArrays(quarterHours, sums.quarterHours),
    ...columnArrays(histograms, sums.histograms),
  ]);
}
