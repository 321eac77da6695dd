import { expect, it } from "vitest";
import { firstCheckMs, nextCheckMs } from "./check-pace";

const minute = 60_000;

it("a purchase is checked soon, then at growing distances, and never forgotten", () => {
  const ages = [
    0,
    minute,
    4 * minute,
    16 * minute,
    60 * minute,
    180 * minute,
    4 * 1_440 * minute,
    400 * 1_440 * minute,
  ];
  expect(ages.map((age) => nextCheckMs(age) / minute)).toEqual([1 / 3, 1 / 3, 1, 4, 4, 45, 1_440, 1_440]);
  expect(firstCheckMs).toBe(20_000);
});

it("a payment made at any minute of the open page is found within five minutes", () => {
  let age = firstCheckMs;
  while (age < 120 * minute) {
    const next = age + nextCheckMs(age);
    expect(next - age).toBeLessThanOrEqual(5 * minute);
    age = next;
  }
});
