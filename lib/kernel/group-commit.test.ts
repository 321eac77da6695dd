import { describe, expect, it } from "vitest";
import { groupCommit } from "./group-commit";

describe("groupCommit", () => {
  it("gives every item its own result, in batches that never pass the bound", async () => {
    const sizes: number[] = [];
    const group = groupCommit<number, number>(
      async (items) => {
        sizes.push(items.length);
        await new Promise((resolve) => setTimeout(resolve, 1));
        return items.map((item) => item * 2);
      },
      { batchMax: 7 },
    );
    const results = await Promise.all(Array.from({ length: 50 }, (_, index) => group.add(index)));
    expect(results).toEqual(Array.from({ length: 50 }, (_, index) => index * 2));
    expect(Math.max(...sizes)).toBe(7);
    expect(sizes).toHaveLength(8);
  });

  it("lets one faulty item fail alone", async () => {
    const group = groupCommit<number, number>(
      async (items) => {
        if (items.includes(5)) throw new Error("five");
        return [...items];
      },
      { batchMax: 100, isItemFault: () => true },
    );
    const settled = await Promise.allSettled(Array.from({ length: 12 }, (_, index) => group.add(index)));
    expect(settled.filter(({ status }) => status === "rejected")).toHaveLength(1);
    expect(settled[5]?.status).toBe("rejected");
  });

  it("rejects the whole flush for other errors, and goes on with the next", async () => {
    let down = true;
    const group = groupCommit<number, number>(
      async (items) => {
        if (down) throw new Error("down");
        return [...items];
      },
      { batchMax: 100, isItemFault: () => false },
    );
    const failed = await Promise.allSettled([group.add(1), group.add(2)]);
    expect(failed.every(({ status }) => status === "rejected")).toBe(true);
    down = false;
    await expect(group.add(3)).resolves.toBe(3);
  });

  it("drains what is waiting and what is under way", async () => {
    const done: number[] = [];
    const group = groupCommit<number, void>(
      async (items) => {
        await new Promise((resolve) => setTimeout(resolve, 2));
        done.push(...items);
        return items.map(() => undefined);
      },
      { batchMax: 2 },
    );
    for (let index = 0; index < 7; index += 1) void group.add(index);
    await group.drain();
    expect(done).toHaveLength(7);
    expect(group.waiting()).toBe(0);
  });
});
