import { expect, test } from "vitest";
import { steadyBeats } from "./steady-beats";

function steadyAt(moment: number) {
  const beats = steadyBeats(0);
  for (let beat = 5_000; beat <= moment; beat += 5_000) beats.beat(beat);
  return beats;
}

test("a process that has just started may judge others once live ones have sent three heartbeats", () => {
  expect(steadyAt(10_000).isSteady(14_999)).toBe(false);
  expect(steadyAt(15_000).isSteady(15_000)).toBe(true);
});

test("after a gap in its own heartbeats it waits as long as others may be silent", () => {
  const beats = steadyAt(30_000);
  expect(beats.isSteady(45_001)).toBe(false);
  for (let moment = 90_000; moment < 120_000; moment += 5_000) {
    beats.beat(moment);
    expect(beats.isSteady(moment)).toBe(false);
  }
  beats.beat(120_000);
  expect(beats.isSteady(120_000)).toBe(true);
});
