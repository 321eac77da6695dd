import { expect, test } from "vitest";
import { takeTurn } from "./take-turn";

function work(ms: number): void {
  const untilMs = performance.now() + ms;
  while (performance.now() < untilMs);
}

test("large bodies run one at a time, and workspaces take turns however many bodies each of them sends", async () => {
  const order: string[] = [];
  let running = 0;
  const use = async (workspaceId: string, name: string) => {
    const turn = await takeTurn(workspaceId);
    running += 1;
    expect(running).toBe(1);
    order.push(name);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    turn.end();
    turn.end();
  };
  await Promise.all([
    use("many", "many 1"),
    use("many", "many 2"),
    use("many", "many 3"),
    use("many", "many 4"),
    use("other", "other 1"),
    use("third", "third 1"),
    use("other", "other 2"),
  ]);
  expect(order).toEqual(["many 1", "many 2", "other 1", "third 1", "many 3", "other 2", "many 4"]);
});

test("long work lets others run for as long, at a pause and before the next turn", async () => {
  let freeMs = 0;
  let isOver = false;
  const others = async () => {
    while (!isOver) {
      const sinceMs = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 1));
      // Capped, because the timer fires late when other work was running.
      freeMs += Math.min(2, performance.now() - sinceMs);
    }
  };
  const watching = others();
  for (let body = 0; body < 5; body += 1) {
    const turn = await takeTurn("one");
    for (let step = 0; step < 4; step += 1) {
      work(10);
      await turn.pause();
    }
    work(10);
    turn.end();
  }
  (await takeTurn("two")).end();
  isOver = true;
  await watching;
  // The turns work for 250 ms. Others should get half of the time; the test asks for a quarter, because the machine may
  // be busy.
  expect(freeMs).toBeGreaterThan(60);
});

test("short work does not pause", async () => {
  const turn = await takeTurn("one");
  let isNext = false;
  setImmediate(() => (isNext = true));
  for (let step = 0; step < 100; step += 1) await turn.pause();
  expect(isNext).toBe(false);
  turn.end();
});
