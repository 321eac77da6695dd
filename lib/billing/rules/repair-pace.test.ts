import { expect, it } from "vitest";
import { msPerDay, msPerMinute } from "@/lib/kernel/clock";
import { repairPauseMs } from "./repair-pace";

it("attempts are a minute apart, then four times as far each time, and a day at most", () => {
  const minutes = [0, 1, 2, 3, 4, 5, 6].map((attempts) => repairPauseMs(attempts) / msPerMinute);
  expect(minutes).toEqual([1, 1, 4, 16, 64, 256, 1_024]);
  expect([7, 100, 1_000_000].map(repairPauseMs)).toEqual([msPerDay, msPerDay, msPerDay]);
});
