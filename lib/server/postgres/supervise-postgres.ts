import "server-only";
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from "./embedded-postgres";

export type SupervisedPostgres = {
  readonly url: string;
  readonly note: string | null;
  /** Can be called in the middle of a restart too. */
  stop(): Promise<void>;
};

export type KeepOptions = {
  /** Called before each restart. */
  readonly onRestart: () => void;
  /** Called once, when it cannot be brought back. */
  readonly onLost: () => void;
  /** Waits before each attempt of a restart, if not the usual five. */
  readonly waitsMs?: readonly number[];
};

/** Waits before each attempt of a restart. The first is immediate, since most crashes have a passing cause. */
const usualWaitsMs = [0, 1_000, 3_000, 10_000, 30_000];
/** A server that exits again within this time has not recovered: its attempts continue where they were. */
const steadyMs = 60_000;

/**
 * Keeps the embedded server running. When it exits unexpectedly, it is restarted on the same port and data, a limited
 * number of times. Committed data survives; until then, requests that need the database are rejected.
 */
export async function superviseEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
  { onRestart, onLost, waitsMs = usualWaitsMs }: KeepOptions,
): Promise<SupervisedPostgres> {
  const first = await startEmbeddedPostgres(options);
  let current: EmbeddedPostgres | null = first;
  let isStopping = false;
  let wake = (): void => undefined;

  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const keep = async (): Promise<void> => {
    for (let tries = 0; current;) {
      const startedAt = Date.now();
      await current.exited;
      current = null;
      if (isStopping) return;
      if (Date.now() - startedAt > steadyMs) tries = 0;
      onRestart();
      while (!current && tries < waitsMs.length) {
        await pause(waitsMs[tries] ?? 0);
        tries += 1;
        if (isStopping) return;
        current = await startEmbeddedPostgres({ ...options, port: first.port }).catch(() => null);
        if (isStopping) await current?.stop();
      }
    }
    if (!isStopping) onLost();
  };
  const kept = keep();

  return {
    url: first.url,
    note: first.note,
    stop: async () => {
      isStopping = true;
      wake();
      await current?.stop();
      // A start in progress is stopped there.
      await kept;
    },
  };
}
