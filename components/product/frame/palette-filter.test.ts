import { expect, it } from "vitest";
import { matchEntry } from "./palette-filter";

const key = (name: string, id = "019aa250-5c1d-7e05-8d2a-25003fba5b11") =>
  [`Keys /keys/${id}`, name, "key"] as const;
const matches = ([value, ...keywords]: readonly [string, ...string[]], typed: string) =>
  matchEntry(value, typed, keywords) > 0;

it("a name is found by its words, or a part of one, and by nothing else", () => {
  expect(matches(key("Harbor worker"), "harbor")).toBe(true);
  expect(matches(key("Harbor worker"), "WORK har")).toBe(true);
  expect(matches(key("Harbor worker"), "arbo")).toBe(true);
  expect(matches(key("Harbor worker"), "key")).toBe(true);
  expect(matches(key("S1"), "250"), "its address").toBe(false);
  expect(matches(key("S1"), "-5")).toBe(false);
  expect(matches(key("after signout"), "dark")).toBe(false);
  expect(matches(["Models /models/a/b", "sandbox/heron-large", "Heron Large", "model"], "heron-l")).toBe(
    true,
  );
});

it("a command is also found by its letters in order", () => {
  const create = ["Actions /keys?new=1", "Create key", "new key", "api key"] as const;
  expect(matches(create, "new")).toBe(true);
  expect(matches(create, "crkey")).toBe(true);
  expect(matches(create, "xyz")).toBe(false);
  expect(matches(["Use the dark theme"], "dark")).toBe(true);
  expect(
    matches(["Actions /export", "Export June 2026 as CSV", "export last month csv"], "last month csv"),
  ).toBe(true);
});

it("the start of a label comes before the start of a word, and that before its middle", () => {
  const scores = ["Dark", "My dark key", "Undarkened"].map((name) => {
    const [value, ...keywords] = key(name);
    return matchEntry(value, "dark", keywords);
  });
  expect(scores).toEqual([1, 0.9, 0.5]);
});
