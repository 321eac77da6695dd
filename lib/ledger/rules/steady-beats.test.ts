import { expect, test } from "vitest";
import { steadyBeats } from "./steady-beats";

function steadyAt(moment: number) {
  const beats = steadyBeats(0);
  for (let beat = 5_000; beat <= moment; beat += 5_000) beats.beat(beat);
  return beats;
}

test("a process that beats regularly may judge others once it has done so for as long as they may be silent", () => {
  expect(steadyAt(25_000).isSteady(29_999)).toBe(false);
  expect(steadyAt(30_000).isSteady(30_000)).toBe(true);
});

test("after a gap of its own it waits as long as others may be silent", () => {
  const beats = steadyAt(30_000);
  expect(beats.isSteady(45_001)).toBe(false);
  for (let moment = 90_000; moment < 120_000; moment += 5_000) {
    beats.beat(moment);
    expect(beats.isSteady(moment)).toBe(false);
  }
  beats.beat(120_000);
  expect(beats.isSteady(120_000)).toBe(true);
});
