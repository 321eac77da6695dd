import { msPerMinute } from "@/lib/kernel/clock";
import type { Nanos } from "@/lib/kernel/money";
import { dayOf } from "./buckets";
import { generationTimeMs } from "./generation-id";
import { bucketOf, type Measure } from "./percentile";
import type { RecordedGeneration } from "./generation-fields";

export type UsageSums = {
  requests: number;
  errors: number;
  promptTokens: number;
  completionTokens: number;
  reasoningTokens: number;
  cachedTokens: number;
  costNanos: Nanos;
};

export type DaySum = UsageSums & {
  workspaceId: string;
  day: string;
  model: string;
  provider: string;
  keyId: string;
};
export type DimensionSum = UsageSums & { workspaceId: string; dimension: string; day: string; value: string };
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
  day: string;
  bucket: number;
  requests: number;
};

export type RollUp = {
  readonly days: readonly DaySum[];
  readonly dimensionDays: readonly DimensionSum[];
  readonly quarters: readonly QuarterSum[];
  readonly histograms: readonly HistogramSum[];
};

const quarterMs = 15 * msPerMinute;

/**
 * Sums of a batch, one per row that the roll-ups will change, each list sorted by its key: two writers then lock rows
 * in the same order. Days are those of the workspace's reporting zone at `createdAt` (V4); requests without an app or
 * end user count under "", so that every dimension adds up to the whole. Failed and cancelled requests are no
 * measure of speed and stay out of the histograms.
 */
export function rollUp(
  generations: readonly RecordedGeneration[],
  zoneOf: (workspaceId: string) => string,
): RollUp {
  const days = new Map<string, DaySum>();
  const dimensionDays = new Map<string, DimensionSum>();
  const quarters = new Map<string, QuarterSum>();
  const histograms = new Map<string, HistogramSum>();
  const dayAt = remembered((quarterStart, zone) => dayOf(new Date(quarterStart), zone));
  const isoAt = remembered((quarterStart) => new Date(quarterStart).toISOString());
  for (const generation of generations) {
    const { workspaceId, model, provider, keyId } = generation;
    const timeMs = generationTimeMs(generation.id);
    const quarterStart = timeMs - (timeMs % quarterMs);
    const day = dayAt(quarterStart, zoneOf(workspaceId));
    const quarter = isoAt(quarterStart, "UTC");
    const app = generation.appId ?? "";
    const endUser = generation.endUser ?? "";
    add(days, `${workspaceId} ${day}\0${model}\0${provider}\0${keyId}`, generation, () => ({
      workspaceId,
      day,
      model,
      provider,
      keyId,
      ...zero(),
    }));
    for (const [dimension, value] of [
      ["app", app],
      ["end_user", endUser],
    ] as const) {
      add(dimensionDays, `${workspaceId} ${dimension} ${day}\0${value}`, generation, () => ({
        workspaceId,
        dimension,
        day,
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
      add(quarters, `${workspaceId} ${dimension} ${quarter}\0${value}`, generation, () => ({
        workspaceId,
        dimension,
        quarter,
        value,
        ...zero(),
      }));
    }
    for (const [measure, value] of measured(generation)) {
      const bucket = bucketOf(measure, value);
      const key = `${workspaceId} ${measure} ${day} ${bucket}`;
      const sum = histograms.get(key);
      if (sum) sum.requests += 1;
      else histograms.set(key, { workspaceId, measure, day, bucket, requests: 1 });
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
 * Texts of a quarter, made once per quarter and zone. Every zone is a whole number of quarters from UTC, so the day of
 * a quarter's start is the day of all of it.
 */
function remembered(make: (quarterStart: number, zone: string) => string): typeof make {
  const known = new Map<string, Map<number, string>>();
  return (quarterStart, zone) => {
    const ofZone = known.get(zone) ?? new Map<number, string>();
    known.set(zone, ofZone);
    const text = ofZone.get(quarterStart) ?? make(quarterStart, zone);
    ofZone.set(quarterStart, text);
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
  generation: RecordedGeneration,
  make: () => Sum,
): void {
  let sum = sums.get(key);
  if (!sum) {
    sum = make();
    sums.set(key, sum);
  }
  sum.requests += 1;
  sum.errors += generation.status >= 400 ? 1 : 0;
  sum.promptTokens += generation.promptTokens;
  sum.completionTokens += generation.completionTokens;
  sum.reasoningTokens += generation.reasoningTokens;
  sum.cachedTokens += generation.cachedTokens;
  sum.costNanos += generation.costNanos;
}

function measured(generation: RecordedGeneration): [Measure, number][] {
  if (generation.status >= 400 || generation.cancelled) return [];
  const { latencyMs, firstTokenMs, completionTokens } = generation;
  const values: [Measure, number][] = [["latency", latencyMs]];
  if (firstTokenMs !== null) values.push(["first_token", firstTokenMs]);
  const speed = throughput({ latencyMs, firstTokenMs, completionTokens });
  if (speed !== null) values.push(["throughput", speed]);
  return values;
}

/** Completion tokens a second, from the first token on when it is known. Null when there was nothing to time. */
export function throughput(generation: {
  latencyMs: number;
  firstTokenMs: number | null;
  completionTokens: number;
}): number | null {
  const spanMs = generation.latencyMs - (generation.firstTokenMs ?? 0);
  return generation.completionTokens > 0 && spanMs > 0
    ? (generation.completionTokens * 1_000) / spanMs
    : null;
}

function sorted<Sum>(sums: ReadonlyMap<string, Sum>): Sum[] {
  return [...sums]
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .map(([, sum]) => sum);
}
