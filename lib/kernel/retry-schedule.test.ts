import { expect, it } from "vitest";
import { nextProbeMs, noRetries } from "./retry-schedule";

it("asks soon at first, then less often, and gives up after about half an hour", () => {
  const waits: number[] = [];
  for (let probes = 0; ; probes += 1) {
    const wait = nextProbeMs({ probes, retries: 0 });
    if (wait === null) break;
    waits.push(wait);
  }
  expect(waits.slice(0, 6)).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  const minutes = waits.reduce((sum, wait) => sum + wait, 0) / 60_000;
  expect(minutes).toBeGreaterThan(25);
  expect(minutes).toBeLessThan(35);
});

it("gives up after five retries that a ready server did not fix", () => {
  expect(nextProbeMs({ ...noRetries, retries: 4 })).not.toBeNull();
  expect(nextProbeMs({ ...noRetries, retries: 5 })).toBeNull();
});
