import { afterEach, expect, test } from "vitest";
import { type Child, superviseChild } from "./child";

let kept: Child | null = null;
afterEach(async () => {
  await kept?.stop();
  kept = null;
});

test("a child that is alive but unresponsive is not ready, and is killed and restarted", async () => {
  const pids: number[] = [];
  let answers = true;
  kept = superviseChild({
    title: "A child",
    part: null,
    args: ["-e", "setInterval(() => undefined, 1000)"],
    environment: () => ({}),
    ready: async (child) => {
      pids.push(child.pid ?? 0);
      answers = true;
    },
    health: { ask: async () => answers, everyMs: 20, missesMax: 5 },
  });
  await kept.start();
  expect(kept.isReady()).toBe(true);
  answers = false;
  await expect.poll(() => kept?.isReady()).toBe(false);
  await expect.poll(() => pids.length, { timeout: 10_000 }).toBe(2);
  await expect.poll(() => kept?.isReady()).toBe(true);
  expect(() => process.kill(pids[0] ?? 0, 0)).toThrow();
});

test("a child that misses one health check keeps running", async () => {
  let asked = 0;
  let starts = 0;
  kept = superviseChild({
    title: "A child",
    part: null,
    args: ["-e", "setInterval(() => undefined, 1000)"],
    environment: () => ({}),
    ready: async () => {
      starts += 1;
    },
    health: { ask: async () => (asked += 1) % 2 === 0, everyMs: 5, missesMax: 2 },
  });
  await kept.start();
  await expect.poll(() => asked).toBeGreaterThan(10);
  expect(starts).toBe(1);
});
