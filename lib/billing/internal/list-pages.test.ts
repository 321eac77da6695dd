import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Created, listPages, readSpans } from "./list-pages";

type Row = { readonly id: string; readonly created: number };

/** A list of Stripe with these times in seconds, newest first. */
function listOf(times: readonly number[]) {
  const rows = times.toSorted((left, right) => right - left).map((created, id) => ({ id: `${id}`, created }));
  let calls = 0;
  const fetch = (created: Created) => (query: { limit: number; starting_after?: string }) => {
    calls += 1;
    const inside = rows.filter((row) => row.created >= created.gte && row.created <= created.lte);
    const start = query.starting_after ? inside.findIndex(({ id }) => id === query.starting_after) + 1 : 0;
    const data = inside.slice(start, start + query.limit);
    return Promise.resolve({ data, has_more: start + query.limit < inside.length });
  };
  return { fetch, calls: () => calls };
}

const always = { gte: 0, lte: Number.MAX_SAFE_INTEGER };

describe("a list at Stripe", () => {
  it("is read to its end, to its limit, or until it is enough", async () => {
    const { fetch } = listOf(Array.from({ length: 250 }, (_, second) => second));
    const seen: Row[] = [];
    const add = (rows: readonly Row[]) => void seen.push(...rows);
    expect(await listPages(10, fetch(always), add)).toEqual({ pages: 3, isComplete: true });
    expect(new Set(seen.map(({ id }) => id)).size).toBe(250);
    expect(await listPages(3, fetch(always), add)).toEqual({ pages: 3, isComplete: true });
    expect(await listPages(2, fetch(always), add)).toEqual({ pages: 2, isComplete: false });
    expect(await listPages(10, fetch(always), () => "enough")).toEqual({ pages: 1, isComplete: true });
  });
});

describe("a time at Stripe", () => {
  const fromMs = 1_000_000_000_000;
  const first = fromMs / 1_000;

  /** Reads everything in as many runs as it takes. */
  async function readAll(times: readonly number[], limits: { spanPagesMax: number; pagesMax: number }) {
    const { fetch, calls } = listOf(times);
    const seen = new Set<string>();
    const toMs = fromMs + 7 * 86_400_000;
    let through = fromMs;
    for (let runs = 1; ; runs += 1) {
      const run = { fromMs: through, toMs, spanMs: 86_400_000, ...limits };
      const { isComplete, throughMs } = await readSpans(
        run,
        (created, pagesMax) =>
          listPages(pagesMax, fetch(created), (rows) => rows.forEach(({ id }) => seen.add(id))),
        (at) => Promise.resolve(void (through = at.getTime())),
      );
      expect(throughMs).toBe(through);
      if (isComplete) return { seen: seen.size, runs, calls: calls() };
    }
  }

  it("is read completely however its rows are spread, in runs that each get further", async () => {
    const spread = fc.array(fc.integer({ min: 0, max: 7 * 86_400 - 1 }), { maxLength: 200 });
    const burst = fc.record({
      at: fc.integer({ min: 0, max: 600_000 }),
      // The shortest span has two seconds, which have to fit into four pages, with all loose rows of the same time.
      seconds: fc.integer({ min: 6, max: 300 }),
    });
    await fc.assert(
      fc.asyncProperty(spread, burst, async (loose, { at, seconds }) => {
        const times = [...loose, ...Array.from({ length: 600 }, (_, index) => at + (index % seconds))];
        const all = times.map((second) => first + second);
        expect(await readAll(all, { spanPagesMax: 4, pagesMax: 1 })).toMatchObject({ seen: all.length });
      }),
      { numRuns: 50 },
    );
  });

  it("reads a burst of 30,000 rows within five minutes, with few requests in vain", async () => {
    const times = Array.from({ length: 30_000 }, (_, index) => first + 200_000 + (index % 300));
    const { seen, runs, calls } = await readAll(times, { spanPagesMax: 100, pagesMax: 300 });
    expect(seen).toBe(30_000);
    expect(runs).toBeLessThan(10);
    expect(calls).toBeLessThan(2_000);
  });

  it("of which a single second is too much is an error", async () => {
    const times = Array.from({ length: 500 }, () => first + 7_777);
    await expect(readAll(times, { spanPagesMax: 4, pagesMax: 300 })).rejects.toThrow("one second");
  });
});
