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

/** What requests used that have everything in common that roll-ups tell apart. */
export type UsageDelta = Readonly<UsageSums> & {
  readonly workspaceId: string;
  readonly keyId: string;
  readonly model: string;
  readonly provider: string;
  readonly appId: string | null;
  readonly endUser: string | null;
  /** Start of the quarter-hour in which the requests came. */
  readonly quarterStartMs: number;
  /** Of each request that neither failed nor was cancelled. */
  readonly measured: readonly Timing[];
};

export type Timing = {
  readonly latencyMs: number;
  readonly firstTokenMs: number | null;
  readonly completionTokens: number;
};

/** `spanStart` is ISO text of the moment from which its sums count together (`spanStartIn`). */
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
/** `quarter` is ISO text of its start in UTC. */
export type QuarterSum = UsageSums & {
  workspaceId: string;
  dimension: string;
  quarter: string;
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
  readonly quarters: readonly QuarterSum[];
  readonly histograms: readonly HistogramSum[];
};

/**
 * Sums of a batch, one per row that the roll-ups will change, each list sorted by its key: two writers then lock rows
 * in the same order. Spans are cut where UTC and the workspace's calendar begin a day; requests without an app or end user count
 * under "", so that every dimension adds up to the whole. Failed and cancelled requests are no measure of speed and stay
 * out of the histograms.
 */
export function rollUp(deltas: readonly UsageDelta[], calendarOf: (workspaceId: string) => Calendar): RollUp {
  const days = new Map<string, DaySum>();
  const dimensionDays = new Map<string, DimensionSum>();
  const quarters = new Map<string, QuarterSum>();
  const histograms = new Map<string, HistogramSum>();
  const spanAt = remembered((quarterStart, workspaceId) =>
    spanStartIn(calendarOf(workspaceId), new Date(quarterStart)).toISOString(),
  );
  const isoAt = remembered((quarterStart) => new Date(quarterStart).toISOString());
  for (const delta of deltas) {
    const { workspaceId, model, provider, keyId, quarterStartMs } = delta;
    const spanStart = spanAt(quarterStartMs, workspaceId);
    const quarter = isoAt(quarterStartMs, "");
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
      add(quarters, `${workspaceId} ${dimension} ${quarter}\0${value}`, delta, () => ({
        workspaceId,
        dimension,
        quarter,
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
    quarters: sorted(quarters),
    histograms: sorted(histograms),
  };
}

/**
 * Texts of a quarter, made once per quarter and owner. Every zone is a whole number of quarters from UTC, so the span of
 * a quarter's start is the span of all of it.
 */
function remembered(make: (quarterStart: number, owner: string) => string): typeof make {
  const known = new Map<string, Map<number, string>>();
  return (quarterStart, owner) => {
    const ofOwner = known.get(owner) ?? new Map<number, string>();
    known.set(owner, ofOwner);
    const text = ofOwner.get(quarterStart) ?? make(quarterStart, owner);
    ofOwner.set(quarterStart, text);
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

/** Completion tokens a second, from the first token on when it is known. Null when there was nothing to time. */
export function throughput({ latencyMs, firstTokenMs, completionTokens }: Timing): number | null {
  const spanMs = latencyMs - (firstTokenMs ?? 0);
  return completionTokens > 0 && spanMs > 0 ? (completionTokens * 1_000) / spanMs : null;
}

function sorted<Sum>(sums: ReadonlyMap<string, Sum>): Sum[] {
  return [...sums]
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .map(([, sum]) => sum);
}
