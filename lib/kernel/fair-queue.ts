/** Thrown by a flush that does not wait for locks: other transactions hold these keys, and the flush wrote nothing. */
export class BusyKeys extends Error {
  readonly keys: ReadonlySet<string>;

  constructor(keys: ReadonlySet<string>) {
    super("keys are locked by others");
    this.name = "BusyKeys";
    this.keys = keys;
  }
}

/** The rejection of an item that was abandoned before its turn came. It was in no flush. */
export class AbandonedItem extends Error {
  constructor() {
    super("abandoned before its flush");
    this.name = "AbandonedItem";
  }
}

/** Gathers single items into shared flushes; see `fairQueue`. */
export type FairQueue<Item, Result> = {
  /** Resolves with the item's own result once the flush that carried it has finished. */
  add(item: Item): Promise<Result>;
  /** Resolves when no item is waiting or being flushed; failed items count as done. */
  drain(): Promise<void>;
  /** Number of waiting items, for metrics. */
  waiting(): number;
  /** Number of keys that currently have a lane, for metrics. */
  lanes(): number;
};

export type FairQueueOptions<Item, Result> = {
  /** The key of an item. Another transaction may hold it, which then delays only the items of that key. */
  keyOf(item: Item): string;
  /** Most items of one flush; the rest go into the next. */
  readonly itemsMax: number;
  /** Most lanes that flush in parallel; the others wait for one of them to end. */
  readonly lanesMax: number;
  /**
   * After a flush of several items, how long the next one waits for more: fewer and larger flushes cost less in total.
   * When absent, there is no wait.
   */
  readonly gatherMs?: number;
  /** Size of an item, and the most that one flush carries; a larger item gets a flush to itself. */
  bytesOf?(item: Item): number;
  readonly bytesMax?: number;
  /** True when no caller waits for the item any more: it is dropped before a flush. */
  isAbandoned?(item: Item): boolean;
  /** True for an error that a single item caused: then the flush is split in half until only that item fails. */
  isItemError?(error: unknown): boolean;
  /**
   * Returns one result per item, in order. An error rejects its items, except `BusyKeys` when `patient` is false.
   * `patient` means that the flush waits for locks.
   */
  flush(items: readonly Item[], how: { readonly patient: boolean }): Promise<readonly Result[]>;
};

type Entry<Item, Result> = {
  readonly item: Item;
  readonly key: string;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Gathers items that arrive during a flush and passes them to the next flush together. An idle queue flushes
 * immediately (at the end of the event loop's turn, so that items that arrived together are flushed together). Under
 * load, items wait for the previous flush, and then for `gatherMs`. When the shared flush finds keys locked by other
 * transactions (`BusyKeys`), their items move to a lane per key, which waits for the lock in parallel with the shared
 * flush; all other items are flushed again immediately. The items of a key stay in order: later ones follow into the
 * lane until it is empty.
 */
export function fairQueue<Item, Result>(options: FairQueueOptions<Item, Result>): FairQueue<Item, Result> {
  let shared: Entry<Item, Result>[] = [];
  let running: Promise<void> | null = null;
  const lanes = laneQueues(options);

  async function run(): Promise<void> {
    await endOfTurn();
    while (shared.length > 0) {
      const batch = takeBatch(shared, options);
      await flushShared(batch);
      // A single item has nothing to wait for. Under load, a short wait makes the next flush carry more items.
      if (options.gatherMs && batch.length > 1 && shared.length < options.itemsMax)
        await pause(options.gatherMs);
    }
    running = null;
  }

  async function flushShared(entries: readonly Entry<Item, Result>[]): Promise<void> {
    const held = await flushEntries(entries, options, false);
    if (!held) return;
    const isNamed = held.entries.some(({ key }) => held.keys.has(key));
    // A flush that names none of its own keys would be retried forever, so all of its items move to lanes.
    const isBusy = (key: string) => !isNamed || held.keys.has(key);
    for (const entry of held.entries) if (isBusy(entry.key)) lanes.join(entry);
    const behind = shared;
    shared = [];
    for (const entry of behind) {
      if (lanes.has(entry.key)) lanes.join(entry);
      else shared.push(entry);
    }
    await flushShared(held.entries.filter(({ key }) => !isBusy(key)));
  }

  return {
    add(item) {
      return new Promise((resolve, reject) => {
        const entry = { item, key: options.keyOf(item), resolve, reject };
        if (lanes.has(entry.key)) {
          lanes.join(entry);
          return;
        }
        shared.push(entry);
        running ??= run();
      });
    },
    async drain() {
      while (running || lanes.count() > 0) await Promise.all([running, lanes.settled()]);
    },
    waiting: () => shared.length + lanes.waiting(),
    lanes: () => lanes.count(),
  };
}

/** The lanes of locked keys: one queue each, of which up to `lanesMax` flush in parallel. */
function laneQueues<Item, Result>(options: FairQueueOptions<Item, Result>) {
  const lanes = new Map<string, Entry<Item, Result>[]>();
  const waiting: string[] = [];
  const running = new Set<Promise<void>>();

  function start(): void {
    while (running.size < options.lanesMax) {
      const key = waiting.shift();
      if (key === undefined) return;
      const lane = run(key).finally(() => {
        running.delete(lane);
        start();
      });
      running.add(lane);
    }
  }

  async function run(key: string): Promise<void> {
    // Not immediately: the flush that found the key busy may have more items for this lane.
    await endOfTurn();
    const lane = lanes.get(key) ?? [];
    while (lane.length > 0) await flushEntries(takeBatch(lane, options), options, true);
    lanes.delete(key);
  }

  return {
    has: (key: string) => lanes.has(key),
    join(entry: Entry<Item, Result>): void {
      const lane = lanes.get(entry.key);
      if (lane) {
        lane.push(entry);
        return;
      }
      lanes.set(entry.key, [entry]);
      waiting.push(entry.key);
      start();
    },
    settled: () => Promise.all(running),
    waiting: () => [...lanes.values()].reduce((sum, lane) => sum + lane.length, 0),
    count: () => lanes.size,
  };
}

function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Takes the next flush off a queue: bounded in items and bytes, with at least one item that is not abandoned. */
function takeBatch<Item, Result>(
  queue: Entry<Item, Result>[],
  { itemsMax, bytesOf, bytesMax = Infinity, isAbandoned }: FairQueueOptions<Item, Result>,
): Entry<Item, Result>[] {
  const batch: Entry<Item, Result>[] = [];
  let bytes = 0;
  let seen = 0;
  for (const entry of queue) {
    if (isAbandoned?.(entry.item)) {
      seen += 1;
      entry.reject(new AbandonedItem());
      continue;
    }
    bytes += bytesOf?.(entry.item) ?? 0;
    if (batch.length === itemsMax || (batch.length > 0 && bytes > bytesMax)) break;
    seen += 1;
    batch.push(entry);
  }
  queue.splice(0, seen);
  return batch;
}

/** Entries of a flush that are not settled yet, because some of their keys are busy. */
type Held<Item, Result> = {
  readonly entries: readonly Entry<Item, Result>[];
  readonly keys: ReadonlySet<string>;
};

/** Flushes the entries and settles their promises; returns those that it could not settle because keys are busy. */
async function flushEntries<Item, Result>(
  entries: readonly Entry<Item, Result>[],
  options: FairQueueOptions<Item, Result>,
  patient: boolean,
): Promise<Held<Item, Result> | null> {
  if (entries.length === 0) return null;
  try {
    const items = entries.map(({ item }) => item);
    const results = await options.flush(items, { patient });
    if (results.length !== entries.length) throw new Error("a flush must return one result per item");
    entries.forEach((entry, index) => entry.resolve(results[index] as Result));
    return null;
  } catch (error) {
    if (error instanceof BusyKeys && !patient) return { entries, keys: error.keys };
    if (entries.length > 1 && options.isItemError?.(error)) {
      const middle = Math.ceil(entries.length / 2);
      const first = await flushEntries(entries.slice(0, middle), options, patient);
      const second = await flushEntries(entries.slice(middle), options, patient);
      if (!first || !second) return first ?? second;
      return {
        entries: [...first.entries, ...second.entries],
        keys: new Set([...first.keys, ...second.keys]),
      };
    }
    for (const entry of entries) entry.reject(error);
    return null;
  }
}
