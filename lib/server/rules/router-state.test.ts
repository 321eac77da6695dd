import { createRequire } from "node:module";
import { flightRouterStateSchema } from "next/dist/server/app-render/types.js";
import { expect, test } from "vitest";
import { isRouterState } from "./router-state";

/** The framework's own library, which has no types. */
const { is } = createRequire(import.meta.url)("next/dist/compiled/superstruct") as {
  is(value: unknown, schema: unknown): boolean;
};

const sent = (value: unknown) => encodeURIComponent(JSON.stringify(value));

test.each<[unknown]>([
  [["", {}]],
  [["", {}, null, null]],
  [["", { children: ["keys", { children: [["id", "a", "d", null], {}, null, null, 8] }] }, null, null, 16]],
  [["", {}, ["/keys", "?x=1"], "refetch", 4, "x"]],
  [["", { children: [["id", "a", "ci(..)(..)", ["b"]], {}] }]],
])("what the framework reads is read: %j", (state) => {
  expect(is(state, flightRouterStateSchema)).toBe(true);
  expect(isRouterState(sent(state))).toBe(true);
});

test.each<[unknown]>([
  [{}],
  [[]],
  [["", 1]],
  [[1, {}]],
  [["", {}, 1]],
  [["", {}, null, "other"]],
  [["", {}, null, null, "4"]],
  [["", {}, null, null, 4, null]],
  [["", {}, null, null, 4, "x", 1]],
  [[["id", "a", "z", null], {}]],
  [[["id", "a", "d"], {}]],
  [["", { children: [1, {}] }]],
])("a state that makes the framework fail is rejected: %j", (state) => {
  expect(is(state, flightRouterStateSchema)).toBe(false);
  expect(isRouterState(sent(state))).toBe(false);
});

test("a state that is not JSON, not encoded, too long or too deep is rejected", () => {
  for (const header of ["", "{", "%E0%A4%A", "%", sent(["x".repeat(40_000), {}])]) {
    expect(isRouterState(header)).toBe(false);
  }
  let deep: unknown = ["", {}];
  for (let depth = 0; depth < 1_000; depth += 1) deep = ["", { children: deep }];
  expect(isRouterState(sent(deep))).toBe(false);
});
