import { describe, expect, it } from "vitest";
import { msPerDay } from "@/lib/kernel/clock";
import { type Rhythm, requestTimes } from "./day-rhythm";
import { seededRandom } from "./random";

const saturday = new Date("2026-11-21T00:00:00Z");
const tuesday = new Date("2026-11-24T00:00:00Z");

/** How long before `now` each of 500 requests of 30 days was, in ms. */
function ages(now: Date, rhythm: Rhythm): readonly number[] {
  const plan = { count: 500, days: 30, now, rhythm };
  return [...requestTimes(plan, seededRandom(3))].map((time) => now.getTime() - time);
}

describe("the times of a history", () => {
  it("are the same on every day of the week, when days are alike", () => {
    expect(ages(tuesday, "same-days")).toEqual(ages(saturday, "same-days"));
    expect(ages(tuesday, "working-week")).not.toEqual(ages(saturday, "working-week"));
  });

  it.each(["same-days", "working-week"] as const)("are sorted and end before now: %s", (rhythm) => {
    const all = ages(saturday, rhythm);
    expect(all).toHaveLength(500);
    expect(all).toEqual(all.toSorted((left, right) => right - left));
    expect(all.at(-1)).toBeGreaterThan(0);
    expect(all[0]).toBeLessThanOrEqual(30 * msPerDay);
  });
});
