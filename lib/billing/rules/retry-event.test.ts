import { expect, it } from "vitest";
import { retryPauseMs, troublingAttempts } from "./retry-event";

it("an event that fails is trouble within a minute, retried hourly, and given up after a day", () => {
  const seconds = Array.from({ length: 10 }, (_, index) => (retryPauseMs(index + 1, 0) ?? 0) / 1_000);
  expect(seconds).toEqual([2, 5, 10, 20, 60, 300, 900, 3_600, 3_600, 3_600]);
  const untilTrouble = seconds.slice(0, troublingAttempts - 1).reduce((sum, pause) => sum + pause, 0);
  expect(untilTrouble).toBeLessThan(60);
  expect(retryPauseMs(3, 23 * 3_600_000)).not.toBeNull();
  expect(retryPauseMs(3, 24 * 3_600_000)).toBeNull();
});
