/** One line of the report. `goal` is the figure (or ratio, when there is one) to reach, as text: "≥ 7,000". */
export type BenchRow = {
  readonly what: string;
  readonly figure: number;
  readonly unit: string;
  /** Ratio to the comparison in the same run, which `what` names. */
  readonly ratio?: number;
  readonly goal?: string;
  /** Whether the goal was reached; absent without a goal. */
  readonly ok?: boolean;
};

type BenchContext = {
  /**
   * URL of the benchmark's own migrated database, also in this process's environment. Durable settings, loopback only.
   */
  readonly databaseUrl: string;
  /** The same as the owner of the tables, which is the only role that may create tables. */
  readonly ownerUrl: string;
  /** Number of history rows for benchmarks of reads; where two sizes are compared, that of the larger. */
  readonly rows: number;
  say(text: string): void;
};

export type Bench = { readonly name: string; run(context: BenchContext): Promise<BenchRow[]> };

/** The median; for an even count, the upper of the two middle values. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Runs `work` for about `seconds` in `workers` loops and returns completions per second. */
export async function throughputOf(
  work: () => Promise<unknown>,
  { workers, seconds }: { readonly workers: number; readonly seconds: number },
): Promise<number> {
  const started = performance.now();
  const endsAt = started + seconds * 1_000;
  let done = 0;
  async function loop(): Promise<void> {
    while (performance.now() < endsAt) {
      await work();
      done += 1;
    }
  }
  await Promise.all(Array.from({ length: workers }, loop));
  return (done * 1_000) / (performance.now() - started);
}
