import "server-only";

/** Works on items concurrently, in their order, at most `lanes` at a time. The first error ends its lane and rejects. */
export async function inLanes<Item>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  // The lanes share one iterator: each takes the next item when it is done with its last.
  const waiting = items.values();
  const lane = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane));
}
