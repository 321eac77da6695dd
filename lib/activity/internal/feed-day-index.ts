import "server-only";
import { refreshUsage } from "@/lib/activity/fold-usage";
import { sqlPool } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { idTimeMs, lowestIdAt } from "@/lib/kernel/lowest-id";
import { utcMidnight } from "../rules/reporting-calendar";
import { type GenerationFilter, type IdWindow, isWanted } from "./generation-filter";
import type { ReadScope } from "./read-scope";

/** A UTC day that contains matches, by its start. In every zone, UTC days consist of whole stored buckets. */
type DayWithMatches = { readonly start: Date; readonly requests: bigint };

/**
 * Reads from the roll-ups which days contain matching generations. A rare filter then does not read the rows of a whole
 * range, and one without matches returns immediately (0.8 ms over 10 million rows; 199 ms when all of them are read).
 * Returns windows of ids, newest first. Each contains at least `enough` matches where enough consecutive days have
 * them.
 */
export async function feedWindows(
  scope: ReadScope,
  filter: GenerationFilter,
  whole: IdWindow,
  bounds: {
    readonly from: Date;
    readonly to: Date;
    readonly enough: number;
  },
): Promise<readonly IdWindow[]> {
  const usesDayIndex = filtersDays(filter) || filtersDimensionDays(filter);
  if (!usesDayIndex) return newestFirst(whole);
  await refreshUsage();
  const [days, dimensionDays] = await Promise.all([
    readDays(scope, filter, bounds),
    readDimensionDays(scope, filter, bounds),
  ]);
  const wanted = intersect(days ?? dimensionDays ?? [], dimensionDays);
  const windows: IdWindow[] = [];
  for (const { from, to } of runsOf(wanted, BigInt(bounds.enough))) {
    const low = max(lowestIdAt(new Date(from)), whole.low);
    const high = min(lowestIdAt(new Date(to)), whole.high);
    if (low < high) windows.push({ low, high });
  }
  return windows;
}

type Run = { readonly from: number; readonly to: number; readonly held: bigint };

/** Consecutive days, merged until they contain enough matches; newest first, like the days. */
function runsOf(days: readonly DayWithMatches[], enough: bigint): readonly Run[] {
  const runs: Run[] = [];
  for (const { start, requests } of days) {
    const from = start.getTime();
    const run = runs.at(-1);
    if (run && run.from === from + msPerDay && run.held < enough)
      runs[runs.length - 1] = { ...run, from, held: run.held + requests };
    else runs.push({ from, to: from + msPerDay, held: requests });
  }
  return runs;
}

/**
 * Reads the last two days first: they nearly always fill a page, and the partitions of other weeks are then not read.
 */
function newestFirst(whole: IdWindow): readonly IdWindow[] {
  const split = lowestIdAt(new Date(Math.min(idTimeMs(whole.high), Date.now()) - 2 * msPerDay));
  return split > whole.low
    ? [
        { low: split, high: whole.high },
        { low: whole.low, high: split },
      ]
    : [whole];
}

function filtersErrors({ status }: GenerationFilter): boolean {
  return status === "error" || (typeof status === "number" && status >= 400);
}

function filtersDays(filter: GenerationFilter): boolean {
  return Boolean(filter.models ?? filter.providers ?? filter.keyIds) || filtersErrors(filter);
}

function filtersDimensionDays({ endUser, appIds }: GenerationFilter): boolean {
  return endUser !== null || appIds !== null;
}

async function readDays(
  scope: ReadScope,
  filter: GenerationFilter,
  bounds: { from: Date; to: Date },
): Promise<DayWithMatches[] | null> {
  if (!filtersDays(filter)) return null;
  const isError = filtersErrors(filter);
  const { rows } = await sqlPool().query<DayWithMatches>(
    `SELECT ${utcDay} AS start, sum(CASE WHEN $7 THEN d.errors ELSE d.requests END)::bigint AS requests
       FROM usage_days d
      WHERE d.workspace_id = $1 AND d.span_start >= $2::timestamptz AND d.span_start < $3::timestamptz
        AND ${isWanted("model", "d.model", "$4::text[]", "$8")}
        AND ${isWanted("provider", "d.provider", "$5::text[]", "$8")}
        AND ${isWanted("key", "d.key_id", "$6::uuid[]", "$8")}
      GROUP BY 1
     HAVING sum(CASE WHEN $7 THEN d.errors ELSE d.requests END) > 0
      ORDER BY 1 DESC`,
    [
      scope.workspaceId,
      ...dayBounds(scope, bounds),
      filter.models,
      filter.providers,
      filter.keyIds,
      isError,
      filter.excluded,
    ],
  );
  return rows;
}

async function readDimensionDays(
  scope: ReadScope,
  filter: GenerationFilter,
  bounds: { from: Date; to: Date },
): Promise<DayWithMatches[] | null> {
  if (!filtersDimensionDays(filter)) return null;
  const values = filter.endUser === null ? filter.appIds : [filter.endUser];
  const { rows } = await sqlPool().query<DayWithMatches>(
    `SELECT ${utcDay} AS start, sum(d.requests)::bigint AS requests
       FROM usage_dimension_days d
      WHERE d.workspace_id = $1 AND d.span_start >= $2::timestamptz AND d.span_start < $3::timestamptz AND d.dimension = $4
        AND ${isWanted("app", "d.value", "$5::text[]", "$6")}
      GROUP BY 1 ORDER BY 1 DESC`,
    [
      scope.workspaceId,
      ...dayBounds(scope, bounds),
      filter.endUser === null ? "app" : "end_user",
      values,
      filter.endUser === null ? filter.excluded : [],
    ],
  );
  return rows;
}

const utcDay = "date_trunc('day', d.span_start, 'UTC')";

/** Begins with the whole UTC day that contains the first shown row. */
function dayBounds(scope: ReadScope, bounds: { from: Date; to: Date }): readonly [Date, Date] {
  const from = bounds.from < scope.retentionFloor ? scope.retentionFloor : bounds.from;
  return [utcMidnight(from), bounds.to];
}

/** Days in both lists, with the smaller count: no more requests than that can match. */
function intersect(
  days: readonly DayWithMatches[],
  others: readonly DayWithMatches[] | null,
): readonly DayWithMatches[] {
  if (!others) return days;
  const known = new Map(others.map(({ start, requests }) => [start.getTime(), requests]));
  return days.flatMap(({ start, requests }) => {
    const other = known.get(start.getTime());
    return other === undefined ? [] : [{ start, requests: other < requests ? other : requests }];
  });
}

const max = (left: string, right: string) => (left > right ? left : right);
const min = (left: string, right: string) => (left < right ? left : right);
