import { type Nanos, nanosPerDollar } from "@/lib/kernel/money";

/** What the hours with spend of the two weeks before say. */
export type UsualSpend = {
  /** What 95% of them were at most. */
  readonly p95Nanos: Nanos;
  /** How many there were. */
  readonly hours: number;
};

export const unusualSpend = {
  /** This many times what is usual is unusual. */
  factor: 10n,
  /** What is never unusual, however little is usual: a test of a large model costs as much. */
  floorNanos: 5n * nanosPerDollar,
  /** What is unusual where nothing is known to be usual. */
  newFloorNanos: 25n * nanosPerDollar,
  /** Fewer hours with spend than these say nothing. */
  hoursMin: 8,
  /** Days of history, which end `gapHours` before the hour that is judged: a burst is not usual while it lasts. */
  historyDays: 14,
  gapHours: 24,
  /** Hours after which the same key, or workspace, may alert again. */
  quietHours: 24,
} as const;

/** The spend of an hour from which on it is unusual; null when nothing is known to be usual. */
export function unusualFrom(usualNanos: Nanos | null): Nanos {
  const { factor, floorNanos, newFloorNanos } = unusualSpend;
  if (usualNanos === null) return newFloorNanos;
  const multiple = usualNanos * factor;
  return multiple > floorNanos ? multiple : floorNanos;
}

export type Comparison = {
  /** Null when too few hours had spend. */
  readonly usualNanos: Nanos | null;
  readonly usualOf: "key" | "workspace";
};

/** What the spend of a key is compared with: its own hours or, if it is new, those of its workspace. */
export function comparisonOf(key: UsualSpend | null, workspace: UsualSpend | null): Comparison {
  const isKnown = (usual: UsualSpend | null) => usual !== null && usual.hours >= unusualSpend.hoursMin;
  if (key && isKnown(key)) return { usualNanos: key.p95Nanos, usualOf: "key" };
  const usualNanos = workspace && isKnown(workspace) ? workspace.p95Nanos : null;
  return { usualNanos, usualOf: "workspace" };
}
