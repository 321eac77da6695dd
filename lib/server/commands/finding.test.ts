import { expect, test } from "vitest";
import { report } from "./finding";
import { formatElapsed } from "./format-elapsed";

const found = (level: "ok" | "warn" | "FAIL") => ({ name: "part", level, detail: "says so" });

test("the report has a line for each finding and a summary", () => {
  expect(report([found("ok"), found("FAIL"), found("warn")])).toEqual([
    "ok   part        says so",
    "FAIL part        says so",
    "warn part        says so",
    "1 of 3 need attention. 1 should be improved (warn).",
  ]);
  expect(report([found("ok")]).at(-1)).toBe("Everything is in order.");
  expect(report([found("ok"), found("warn")]).at(-1)).toBe("Nothing fails. 1 should be improved (warn).");
  expect(report([found("FAIL")]).at(-1)).toBe("1 of 1 need attention.");
});

test("an elapsed time is formatted in the natural unit", () => {
  const [second, hour] = [1_000, 3_600_000];
  expect([-5, 90 * second, 150 * second, 5 * hour, 30 * hour, 80 * hour].map(formatElapsed)).toEqual([
    "0.0 s",
    "90.0 s",
    "3 min",
    "5 h",
    "30 h",
    "3 days",
  ]);
});
