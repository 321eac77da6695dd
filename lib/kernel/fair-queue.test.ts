import { describe, expect, it } from "vitest";
import { AbandonedItem, BusyKeys, fairQueue, type FairQueueOptions } from "./fair-queue";

type Item = { readonly key: string; readonly value: number };
type Flush = { readonly values: readonly number[]; readonly patient: boolean };

/** A queue that doubles values and records its flushes; `locked` keys are busy until they are removed from the set. */
function doubling(parts: Partial<FairQueueOptions<Item, number>> & { locked?: Set<string> } = {}) {
  const { locked = new Set<string>(), ...options } = parts;
  const flushes: Flush[] = [];
  const queue = fairQueue<Item, number>({
    keyOf: ({ key }) => key,
    itemsMax: 100,
    lanesMax: 2,
    async flush(items, { patient }) {
      flushes.push({ values: items.map(({ value }) => value), patient });
      const busy = items.filter(({ key }) => locked.has(key)).map(({ key }) => key);
      if (busy.length > 0 && !patient) throw new BusyKeys(new Set(busy));
      while (items.some(({ key }) => locked.has(key))) await new Promise((resolve) => setImmediate(resolve));
      return items.map(({ value }) => value * 2);
    },
    ...options,
  });
  return { queue, flushes, locked, add: (key: string, value: number) => queue.add({ key, value }) };
}

describe("fairQueue", () => {
  it("gives every item its own result, in flushes that never exceed the bound", async () => {
    const { add, flushes } = doubling({ itemsMax: 7 });
    const results = await Promise.all(Array.from({ length: 50 }, (_, index) => add("k", index)));
    expect(results).toEqual(Array.from({ length: 50 }, (_, index) => index * 2));
    expect(flushes.map(({ values }) => values.length)).toEqual([7, 7, 7, 7, 7, 7, 7, 1]);
  });

  it("bounds the bytes of a flush, and flushes a larger item by itself", async () => {
    const { add, flushes } = doubling({ bytesOf: ({ value }) => value, bytesMax: 10 });
    await Promise.all([4, 6, 1, 99, 3, 7].map((value) => add("k", value)));
    expect(flushes.map(({ values }) => values)).toEqual([[4, 6], [1], [99], [3, 7]]);
  });

  it("flushes one batch at a time, and gathers items that arrive during a flush", async () => {
    let under = 0;
    let most = 0;
    const sizes: number[] = [];
    const queue = fairQueue<number, number>({
      keyOf: String,
      itemsMax: 100,
      lanesMax: 1,
      async flush(items) {
        under += 1;
        most = Math.max(most, under);
        sizes.push(items.length);
        await new Promise((resolve) => setTimeout(resolve, 1));
        under -= 1;
        return items;
      },
    });
    const first = queue.add(1);
    await new Promise((resolve) => setImmediate(resolve));
    const others = [2, 3, 4].map((value) => queue.add(value));
    await Promise.all([first, ...others]);
    expect([most, sizes]).toEqual([1, [1, 3]]);
  });

  it("delays only the items of a busy key, keeps their order, and drops the lane when it is empty", async () => {
    const { queue, add, flushes, locked } = doubling({ locked: new Set(["busy"]) });
    const settled: number[] = [];
    const note = (value: number) => settled.push(value);
    const busy = [1, 2].map((value) => add("busy", value).then(note));
    await Promise.all([add("free", 3), add("other", 4)]);
    while (!flushes.some(({ patient }) => patient)) await new Promise((resolve) => setImmediate(resolve));
    busy.push(add("busy", 5).then(note));
    expect(await add("free", 6)).toBe(12);
    expect([settled, queue.lanes(), queue.waiting()]).toEqual([[], 1, 1]);
    locked.clear();
    await Promise.all(busy);
    await queue.drain();
    expect([settled, queue.lanes()]).toEqual([[2, 4, 10], 0]);
    expect(flushes.filter(({ patient }) => patient).map(({ values }) => values)).toEqual([[1, 2], [5]]);
    // Its lane was removed, so it is part of the shared flush again.
    await add("busy", 7);
    expect(flushes.at(-1)).toEqual({ values: [7], patient: false });
  });

  it("moves items of a busy key that wait behind the shared flush into its lane", async () => {
    const { queue, add, flushes, locked } = doubling({ itemsMax: 2, locked: new Set(["busy"]) });
    const all = [add("busy", 1), add("free", 2), add("busy", 3), add("free", 4), add("busy", 5)];
    await Promise.all([all[1], all[3]]);
    expect(flushes.filter(({ patient }) => !patient).map(({ values }) => values)).toEqual([[1, 2], [2], [4]]);
    locked.clear();
    expect(await Promise.all(all)).toEqual([2, 4, 6, 8, 10]);
    await queue.drain();
  });

  it("flushes at most lanesMax lanes in parallel, and the others afterwards", async () => {
    const keys = ["a", "b", "c", "d"];
    const { queue, add, flushes, locked } = doubling({ lanesMax: 2, locked: new Set(keys) });
    const all = keys.map((key, index) => add(key, index));
    while (flushes.filter(({ patient }) => patient).length < 2)
      await new Promise((resolve) => setImmediate(resolve));
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(flushes.filter(({ patient }) => patient)).toHaveLength(2);
    expect(queue.lanes()).toBe(4);
    locked.clear();
    expect(await Promise.all(all)).toEqual([0, 2, 4, 6]);
  });

  it("does not retry forever when a flush reports busy keys that it was not given", async () => {
    let flushed = 0;
    const { add } = doubling({
      async flush(items, { patient }) {
        flushed += 1;
        if (!patient) throw new BusyKeys(new Set());
        return items.map(({ value }) => value);
      },
    });
    expect(await Promise.all([add("a", 1), add("b", 2)])).toEqual([1, 2]);
    expect(flushed).toBe(3);
  });

  it("fails only the item that caused the error, also beside busy items", async () => {
    const { add, locked } = doubling({
      locked: new Set(["busy"]),
      isItemError: (error) => !(error instanceof BusyKeys),
      async flush(items, { patient }) {
        if (items.some(({ value }) => value === 5)) throw new Error("five");
        const busy = items.filter(({ key }) => locked.has(key)).map(({ key }) => key);
        if (busy.length > 0 && !patient) throw new BusyKeys(new Set(busy));
        return items.map(({ value }) => value);
      },
    });
    const results = await Promise.allSettled(
      Array.from({ length: 12 }, (_, index) => add(index % 4 === 0 ? "busy" : "free", index)),
    );
    expect(results.map((one) => (one.status === "fulfilled" ? one.value : "failed"))).toEqual([
      0,
      1,
      2,
      3,
      4,
      "failed",
      6,
      7,
      8,
      9,
      10,
      11,
    ]);
  });

  it("rejects the whole flush for other errors, and continues with the next", async () => {
    let isDown = true;
    const { add } = doubling({
      async flush(items) {
        if (isDown) throw new Error("down");
        return items.map(({ value }) => value);
      },
    });
    const failed = await Promise.allSettled([add("a", 1), add("b", 2)]);
    expect(failed.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    isDown = false;
    await expect(add("a", 3)).resolves.toBe(3);
  });

  it("drops abandoned items without a flush", async () => {
    const abandoned = new Set([2]);
    const { add, flushes } = doubling({ isAbandoned: ({ value }) => abandoned.has(value) });
    const results = await Promise.allSettled([add("k", 1), add("k", 2), add("k", 3)]);
    expect(results[1]).toEqual({ status: "rejected", reason: new AbandonedItem() });
    expect(flushes.map(({ values }) => values)).toEqual([[1, 3]]);
    abandoned.add(4);
    await expect(add("k", 4)).rejects.toThrow(AbandonedItem);
    expect(flushes).toHaveLength(1);
  });

  it("drains waiting items and running flushes, including lanes", async () => {
    const { queue, add, locked } = doubling({ itemsMax: 2, locked: new Set(["busy"]) });
    const done: number[] = [];
    for (let index = 0; index < 7; index += 1)
      void add(index % 2 === 0 ? "busy" : "free", index).then(() => done.push(index));
    setTimeout(() => locked.clear(), 5);
    await queue.drain();
    expect(done.sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect([queue.waiting(), queue.lanes()]).toEqual([0, 0]);
  });
});
