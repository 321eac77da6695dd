import { expect, test } from "vitest";
import { BodyPace } from "./body-pace";

const kilobyte = 1024;
const megabyte = 1024 * kilobyte;

/** Checks a body every second. Returns the second at which it is given up; null when it arrives completely. */
function givenUpAfter(bytes: number, bytesAt: (second: number) => number): number | null {
  const pace = new BodyPace(5_000);
  for (let second = 0; ; second += 1) {
    const come = Math.min(bytes, bytesAt(second));
    if (come === bytes) return null;
    if (pace.isTooSlow(come, 5_000 + second * 1_000)) return second;
  }
}

test.each<[string, number, (second: number) => number, number | null]>([
  ["10 MB over a line of 100 KB a second", 10 * megabyte, (second) => second * 100 * kilobyte, null],
  ["10 MB in jerks of a megabyte", 10 * megabyte, (second) => Math.floor(second / 10) * megabyte, null],
  ["a megabyte over a line of 10 KB a second", megabyte, (second) => second * 10 * kilobyte, null],
  ["64 KB over a line of 5 KB a second", 64 * kilobyte, (second) => second * 5 * kilobyte, null],
  ["a body that never comes", 100, () => 0, 15],
  ["a body of which a byte comes each second", megabyte, (second) => second, 15],
  ["a body that stops before its end", 10 * megabyte, () => 10 * megabyte - 1, 30],
  ["10 MB over a line of 50 KB a second", 10 * megabyte, (second) => second * 50 * kilobyte, 115],
])("%s", (_, bytes, bytesAt, seconds) => {
  expect(givenUpAfter(bytes, bytesAt)).toBe(seconds);
});
