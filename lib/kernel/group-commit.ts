/** What gathers single items into shared flushes; see `groupCommit`. */
export type GroupCommit<Item, Result> = {
  /** Resolves with the item's own result once the flush that carried it has finished. */
  add(item: Item): Promise<Result>;
  /** Resolves when nothing is waiting and nothing is under way, failed items included. */
  drain(): Promise<void>;
  /** Items that wait, for metrics. */
  waiting(): number;
};

export type GroupCommitOptions = {
  /** Most items of one flush; the rest go with the next. */
  readonly batchMax: number;
  /** True for an error that one item caused on its own: then the flush is cut in halves until only that item fails. */
  readonly isItemFault?: (error: unknown) => boolean;
};

type Entry<Item, Result> = {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Gathers items that arrive while a flush is under way and hands them over together; an idle group flushes at once
 * (at the end of the event loop's turn, so that what arrived together goes together). There is no timer: under load
 * the flush before is the wait. `flush` returns one result per item, in order; what it throws rejects its items.
 */
export function groupCommit<Item, Result>(
  flush: (items: readonly Item[]) => Promise<readonly Result[]>,
  options: GroupCommitOptions,
): GroupCommit<Item, Result> {
  let queue: Entry<Item, Result>[] = [];
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (queue.length > 0) {
      const batch = queue.slice(0, options.batchMax);
      queue = queue.slice(options.batchMax);
      await flushEntries(batch);
    }
    running = null;
  }

  async function flushEntries(entries: readonly Entry<Item, Result>[]): Promise<void> {
    try {
      const results = await flush(entries.map(({ item }) => item));
      if (results.length !== entries.length) throw new Error("a flush must return one result per item");
      entries.forEach((entry, index) => entry.resolve(results[index] as Result));
    } catch (error) {
      if (entries.length > 1 && options.isItemFault?.(error)) {
        const middle = Math.ceil(entries.length / 2);
        await flushEntries(entries.slice(0, middle));
        await flushEntries(entries.slice(middle));
      } else {
        for (const entry of entries) entry.reject(error);
      }
    }
  }

  return {
    add(item) {
      return new Promise((resolve, reject) => {
        queue.push({ item, resolve, reject });
        running ??= run();
      });
    },
    async drain() {
      while (running) await running;
    },
    waiting: () => queue.length,
  };
}
