/** One line of the report. `goal` is the figure (or ratio, when there is one) to reach, as text: "≥ 7,000". */
export type BenchRow = {
  readonly what: string;
  readonly figure: number;
  readonly unit: string;
  /** Against the comparison of the same run, which `what` names. */
  readonly ratio?: number;
  readonly goal?: string;
  /** Whether the goal was reached; absent when there is none. */
  readonly ok?: boolean;
};

type BenchContext = {
  /** A migrated database of its own, also in this process's environment. Durable settings, loopback only. */
  readonly databaseUrl: string;
  /** The same for the owner of the tables, who alone may make others. */
  readonly ownerUrl: string;
  /** Scale of history that benches of reads fill in. */
  readonly rows: number;
  say(text: string): void;
};

export type Bench = { readonly name: string; run(context: BenchContext): Promise<BenchRow[]> };

/** Middle value; of an even count the upper middle. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Runs `work` for about `seconds` in `workers` loops and returns completions a second. */
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
