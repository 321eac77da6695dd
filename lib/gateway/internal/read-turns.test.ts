import { expect, test } from "vitest";
import { ReadShare, ReadTurns, stepBytes } from "./read-turns";

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** Counts the bytes read between two turns of the event loop until the work is done. */
async function bytesPerTurn(work: Promise<unknown>, bytesNow: () => number): Promise<number[]> {
  const turns: number[] = [];
  let isOver = false;
  void work.then(() => (isOver = true));
  for (let before = bytesNow(); !isOver; before = bytesNow()) {
    await nextTurn();
    turns.push(bytesNow() - before);
  }
  return turns;
}

test("no turn reads more than its bytes and one step, however much each response brings", async () => {
  const turns = new ReadTurns();
  let read = 0;
  const readAll = async (bytes: number, hasReader: boolean) => {
    const share = new ReadShare();
    for (let at = 0; at < bytes; at += stepBytes) {
      const turn = turns.take(share, stepBytes, hasReader);
      if (turn) await turn;
      read += stepBytes;
    }
  };
  const work = Promise.all(Array.from({ length: 60 }, (_, index) => readAll(1024 * 1024, index % 2 === 0)));
  const perTurn = await bytesPerTurn(work, () => read);
  // The rest of one turn and all of the next can fall between two observations.
  expect(Math.max(...perTurn)).toBeLessThanOrEqual(2 * (32 * 1024 + stepBytes));
  expect(read).toBe(60 * 1024 * 1024);
});

test("light responses come before heavy ones, and those before responses without a reader, which still proceed", async () => {
  const turns = new ReadTurns();
  const order: string[] = [];
  const heavy = new ReadShare();
  heavy.add(10_000_000);
  const waiting: Promise<void>[] = [];
  const ask = (name: string, share: ReadShare, hasReader: boolean) => {
    const turn = turns.take(share, stepBytes, hasReader);
    if (turn) waiting.push(turn.then(() => void order.push(name)));
  };
  // The first two find the turn empty.
  ask("first", heavy, true);
  ask("second", heavy, true);
  for (let index = 0; index < 3; index += 1) ask("unread", heavy, false);
  for (let index = 0; index < 3; index += 1) ask("heavy", heavy, true);
  ask("light", new ReadShare(), true);
  await Promise.all(waiting);
  expect(order).toEqual(["unread", "light", "unread", "heavy", "unread", "heavy", "heavy"]);
});

test("work that was not known in advance makes later turns shorter", async () => {
  const turns = new ReadTurns();
  turns.owe(32 * 1024 * 6);
  let isTurn = false;
  const turn = turns.take(new ReadShare(), 1, true);
  void turn?.then(() => (isTurn = true));
  for (let index = 0; index < 4; index += 1) await nextTurn();
  expect(isTurn).toBe(false);
  await turn;
});
