import type { Nanos } from "@/lib/kernel/money";
import { bucketOf, type Measure } from "./percentile";
import { type Calendar, spanStartIn } from "./reporting-calendar";

export type UsageSums = {
  requests: number;
  errors: number;
  promptTokens: number;
  completionTokens: number;
  reasoningTokens: number;
  cachedTokens: number;
  costNanos: Nanos;
};

/** The usage of requests that share every property that roll-ups distinguish. */
export type UsageDelta = Readonly<UsageSums> & {
  readonly workspaceId: string;
  readonly keyId: string;
  readonly model: string;
  readonly provider: string;
  readonly appId: string | null;
  readonly endUser: string | null;
  /** Start of the quarter-hour in which the requests arrived. */
  readonly quarterHourStartMs: number;
  /** Timings of each request that neither failed nor was canceled. */
  readonly measured: readonly Timing[];
};

export type Timing = {
  readonly latencyMs: number;
  readonly firstTokenMs: number | null;
  readonly completionTokens: number;
};

/** `spanStart` is the start of the stored bucket as ISO text (`spanStartIn`). */
export type DaySum = UsageSums & {
  workspaceId: string;
  spanStart: string;
  model: string;
  provider: string;
  keyId: string;
};
export type DimensionSum = UsageSums & {
  workspaceId: string;
  dimension: string;
  spanStart: string;
  value: string;
};
/** `quarterHour` is the UTC start of the quarter-hour as ISO text. */
export type QuarterHourSum = UsageSums & {
  workspaceId: string;
  dimension: string;
  quarterHour: string;
  value: string;
};
export type HistogramSum = {
  workspaceId: string;
  measure: Measure;
  spanStart: string;
  bucket: number;
  requests: number;
};

export type RollUp = {
  readonly days: readonly DaySum[];
  readonly dimensionDays: readonly DimensionSum[];
  readonly quarterHours: readonly QuarterHourSum[];
  readonly histograms: readonly HistogramSum[];
};

/**
 * Sums a batch into one entry per roll-up row to change, each list sorted by its key, so that concurrent writers lock
 * rows in the same order. Stored buckets are cut where days of UTC and of the workspace's calendar begin. Requests
 * without an app or end user count under "", so that every dimension adds up to the total. Failed and canceled requests
 * do not measure speed and stay out of the histograms.
 */
export function rollUp(deltas: readonly UsageDelta[], calendarOf: (workspaceId: string) => Calendar): RollUp {
  const days = new Map<string, DaySum>();
  const dimensionDays = new Map<string, DimensionSum>();
  const quarterHours = new Map<string, QuarterHourSum>();
  const histograms = new Map<string, HistogramSum>();
  const spanAt = cached((quarterHourStart, workspaceId) =>
    spanStartIn(calendarOf(workspaceId), new Date(quarterHourStart)).toISOString(),
  );
  const isoAt = cached((quarterHourStart) => new Date(quarterHourStart).toISOString());
  for (const delta of deltas) {
    const { workspaceId, model, provider, keyId, quarterHourStartMs } = delta;
    const spanStart = spanAt(quarterHourStartMs, workspaceId);
    const quarterHour = isoAt(quarterHourStartMs, "");
    const app = delta.appId ?? "";
    const endUser = delta.endUser ?? "";
    add(days, `${workspaceId} ${spanStart}\0${model}\0${provider}\0${keyId}`, delta, () => ({
      workspaceId,
      spanStart,
      model,
      provider,
      keyId,
      ...zero(),
    }));
    for (const [dimension, value] of [
      ["app", app],
      ["end_user", endUser],
    ] as const) {
      add(dimensionDays, `${workspaceId} ${dimension} ${spanStart}\0${value}`, delta, () => ({
        workspaceId,
        dimension,
        spanStart,
        value,
        ...zero(),
      }));
    }
    for (const [dimension, value] of [
      ["all", ""],
      ["app", app],
      ["end_user", endUser],
      ["key", keyId],
      ["model", model],
      ["provider", provider],
    ] as const) {
      add(quarterHours, `${workspaceId} ${dimension} ${quarterHour}\0${value}`, delta, () => ({
        workspaceId,
        dimension,
        quarterHour,
        value,
        ...zero(),
      }));
    }
    for (const timing of delta.measured) {
      for (const [measure, value] of measures(timing)) {
        const bucket = bucketOf(measure, value);
        const key = `${workspaceId} ${measure} ${spanStart} ${bucket}`;
        const sum = histograms.get(key);
        if (sum) sum.requests += 1;
        else histograms.set(key, { workspaceId, measure, spanStart, bucket, requests: 1 });
      }
    }
  }
  return {
    days: sorted(days),
    dimensionDays: sorted(dimensionDays),
    quarterHours: sorted(quarterHours),
    histograms: sorted(histograms),
  };
}

/**
 * Caches the text of each quarter-hour per owner. Every zone is a whole number of quarter-hours from UTC, so the stored
 * bucket of a quarter-hour's start contains all of it.
 */
function cached(make: (quarterHourStart: number, owner: string) => string): typeof make {
  const known = new Map<string, Map<number, string>>();
  return (quarterHourStart, owner) => {
    const ofOwner = known.get(owner) ?? new Map<number, string>();
    known.set(owner, ofOwner);
    const text = ofOwner.get(quarterHourStart) ?? make(quarterHourStart, owner);
    ofOwner.set(quarterHourStart, text);
    return text;
  };
}

function zero(): UsageSums {
  return {
    requests: 0,
    errors: 0,
    promptTokens: 0,
    completionTokens: 0,
    reasoningTokens: 0,
    cachedTokens: 0,
    costNanos: 0n,
  };
}

function add<Sum extends UsageSums>(
  sums: Map<string, Sum>,
  key: string,
  delta: UsageDelta,
  make: () => Sum,
): void {
  let sum = sums.get(key);
  if (!sum) {
    sum = make();
    sums.set(key, sum);
  }
  sum.requests += delta.requests;
  sum.errors += delta.errors;
  sum.promptTokens += delta.promptTokens;
  sum.completionTokens += delta.completionTokens;
  sum.reasoningTokens += delta.reasoningTokens;
  sum.cachedTokens += delta.cachedTokens;
  sum.costNanos += delta.costNanos;
}

function measures(timing: Timing): [Measure, number][] {
  const values: [Measure, number][] = [["latency", timing.latencyMs]];
  if (timing.firstTokenMs !== null) values.push(["first_token", timing.firstTokenMs]);
  const speed = throughput(timing);
  if (speed !== null) values.push(["throughput", speed]);
  return values;
}

/** Completion tokens a second, from the first token on when that is known. Null when there was nothing to measure. */
export function throughput({ latencyMs, firstTokenMs, completionTokens }: Timing): number | null {
  const spanMs = latencyMs - (firstTokenMs ?? 0);
  return completionTokens > 0 && spanMs > 0 ? (completionTokens * 1_000) / spanMs : null;
}

function sorted<Sum>(sums: ReadonlyMap<string, Sum>): Sum[] {
  return [...sums]
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .map(([, sum]) => sum);
}
