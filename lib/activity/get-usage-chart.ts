import "server-only";
import type { Actor } from "@/lib/kernel/actor";
import { systemClock } from "@/lib/kernel/clock";
import { refreshUsage } from "./fold-usage";
import { generationFilter } from "./internal/generation-filter";
import { readScope } from "./internal/read-scope";
import { readUsage } from "./internal/usage/read-usage";
import { valueNames } from "./internal/value-names";
import type { ActivityFilters } from "./rules/activity-filters";
import type { Bucket } from "./rules/buckets";
import { type ResolvedRange, resolveRange } from "./rules/resolve-range";
import type { UsageSource } from "./rules/usage-source";
import { addUsage, type UsageRow, type UsageSums } from "./rules/usage-sums";

/** Everything that the cards and the chart of the activity page show, from one set of rows. */
export type Usage = {
  readonly range: ResolvedRange;
  readonly reportingZone: string;
  readonly buckets: readonly Bucket[];
  readonly rows: readonly UsageRow[];
  readonly totals: UsageSums;
  /** Sums of the previous period of equal length; null when data is not kept that far back. */
  readonly previous: UsageSums | null;
  readonly names: ReadonlyMap<string, string>;
  readonly source: UsageSource;
  /** Set when the sums had to be counted from request rows, which are kept only since this moment. */
  readonly countedFrom: Date | null;
};

/**
 * Spend, tokens and requests over the range, split by the group of the filters. Sums come from roll-ups wherever those
 * store the requested combination; they equal feed, export and ledger to the nano-dollar.
 */
export async function getUsageChart(
  actor: Actor,
  filters: ActivityFilters,
  clock = systemClock,
): Promise<Usage> {
  await refreshUsage();
  const now = clock();
  const scope = await readScope(actor, now);
  const range = resolveRange(filters, scope.calendar, now);
  const shared = { scope, filters, filter: generationFilter(scope, filters), unit: range.unit, now };
  const [current, before] = await Promise.all([
    readUsage({ ...shared, span: range, group: filters.group }),
    readUsage({ ...shared, span: range.previous, group: null }),
  ]);
  const values = [...new Set(current.rows.map(({ value }) => value))];
  return {
    range,
    reportingZone: scope.reportingZone,
    buckets: current.buckets,
    rows: current.rows,
    totals: addUsage(current.rows),
    previous: before.isCut ? null : addUsage(before.rows),
    names: await valueNames(scope.workspaceId, filters.group, values),
    source: current.source,
    countedFrom: current.isCut ? scope.retentionFloor : null,
  };
}
