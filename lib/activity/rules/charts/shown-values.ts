import type { Metric } from "../usage-choice";
import { measureUsage, type UsageRow } from "../usage-sums";

const seriesMax = 8;

/** The values that get a series of their own, the largest first. */
export function shownValues(rows: readonly UsageRow[], metric: Metric): readonly string[] {
  const sums = new Map<string, bigint>();
  for (const row of rows) {
    if (row.value !== null) sums.set(row.value, (sums.get(row.value) ?? 0n) + measureUsage(row, metric));
  }
  return [...sums]
    .toSorted(([leftId, left], [rightId, right]) =>
      left === right ? (leftId < rightId ? -1 : 1) : left > right ? -1 : 1,
    )
    .slice(0, seriesMax)
    .map(([value]) => value);
}
