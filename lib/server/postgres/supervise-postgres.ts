import "server-only";
import {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from "./embedded-postgres";

export type SupervisedPostgres = {
  readonly url: string;
  readonly note: string | null;
  /** Also in the middle of a restart. */
  stop(): Promise<void>;
};

export type KeepOptions = {
  /** Called before each restart. */
  readonly onRestart: () => void;
  /** Called once, when it cannot be brought back. */
  readonly onLost: () => void;
};

/** Waits before the tries of one restart. The first is at once: most deaths have a cause that is over. */
const waitsMs = [0, 1_000, 3_000, 10_000, 30_000];
/** A server that ends again within this time has not come back: its tries go on where they were. */
const steadyMs = 60_000;

/**
 * Keeps the embedded server running: when it ends unasked it is started again on the same port and data, a bounded number of
 * times. What was committed is there again; until then the product refuses what needs the database.
 */
export async function superviseEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
  { onRestart, onLost }: KeepOptions,
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
      // A start that is under way is ended there.
      await kept;
    },
  };
}
