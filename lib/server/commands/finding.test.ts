import { expect, test } from "vitest";
import { report } from "./finding";
import { lasting } from "./lasting";

const found = (level: "ok" | "warn" | "FAIL") => ({ name: "part", level, detail: "says so" });

test("a line for each finding, and what they come to", () => {
  expect(report([found("ok"), found("FAIL"), found("warn")])).toEqual([
    "ok   part        says so",
    "FAIL part        says so",
    "warn part        says so",
    "1 of 3 need attention. 1 could be better (warn).",
  ]);
  expect(report([found("ok")]).at(-1)).toBe("Everything is in order.");
  expect(report([found("ok"), found("warn")]).at(-1)).toBe("Nothing fails. 1 could be better (warn).");
  expect(report([found("FAIL")]).at(-1)).toBe("1 of 1 need attention.");
});

test("a time is said in the unit in which it is thought of", () => {
  const [second, hour] = [1_000, 3_600_000];
  expect([-5, 90 * second, 150 * second, 5 * hour, 30 * hour, 80 * hour].map(lasting)).toEqual([
    "0.0 s",
    "90.0 s",
    "3 min",
    "5 h",
    "30 h",
    "3 days",
  ]);
});
