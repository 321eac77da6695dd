import { expect, test } from "vitest";
import { steadyBeats } from "./steady-beats";

test("a process that beats regularly may judge others from its start on", () => {
  const beats = steadyBeats(0);
  expect(beats.isSteady(0)).toBe(true);
  for (const moment of [5_000, 10_000, 20_000]) beats.beat(moment);
  expect(beats.isSteady(21_000)).toBe(true);
});

test("after a gap of its own it waits as long as others may be silent", () => {
  const beats = steadyBeats(0);
  expect(beats.isSteady(15_001)).toBe(false);
  for (let moment = 60_000; moment < 90_000; moment += 5_000) {
    beats.beat(moment);
    expect(beats.isSteady(moment)).toBe(false);
  }
  beats.beat(90_000);
  expect(beats.isSteady(90_000)).toBe(true);
});
