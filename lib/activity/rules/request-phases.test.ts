import { expect, it } from "vitest";
import { writeFailedAttempts } from "./failed-attempts";
import { requestPhases } from "./request-phases";

type Row = Parameters<typeof requestPhases>[0];
const row: Row = { latencyMs: 3_000, firstTokenMs: 800, failedAttempts: null, status: 200 };
const summary = (parts: Partial<Row>) =>
  requestPhases({ ...row, ...parts }, (slug) => slug.toUpperCase()).map(
    ({ kind, startMs, endMs }) => `${kind} ${startMs}–${endMs}`,
  );
const failed = (latencyMs: number) =>
  writeFailedAttempts([{ endpoint: "lantern/wren", provider: "lantern", status: 429, latencyMs }]);

it("shows the wait for the first token and the response", () => {
  expect(summary({})).toEqual(["waiting 0–800", "response 800–3000"]);
  expect(requestPhases({ ...row, firstTokenMs: null }, String).map(({ label }) => label)).toEqual([
    "Whole response",
  ]);
});

it("shows attempts that failed before, by provider and reason", () => {
  expect(summary({ failedAttempts: failed(300) })).toEqual([
    "failed 0–300",
    "waiting 300–800",
    "response 800–3000",
  ]);
  expect(requestPhases({ ...row, failedAttempts: failed(300) }, (slug) => slug.toUpperCase())[0]?.label).toBe(
    "LANTERN: 429 Rate limited",
  );
});

it("ends a failed request with its failure", () => {
  expect(summary({ status: 502, firstTokenMs: null, failedAttempts: failed(300) })).toEqual([
    "failed 0–300",
    "failed 300–3000",
  ]);
});

it("never exceeds the duration, whatever was recorded", () => {
  expect(summary({ failedAttempts: failed(9_000) })).toEqual(["failed 0–3000"]);
  expect(summary({ firstTokenMs: 9_000 })).toEqual(["waiting 0–3000"]);
});
