import { expect, it } from "vitest";
import { composeChoices } from "./compose-choices";

const ranges = ["range=24h", "", "range=30d"];

it.each([
  { why: "another choice", pending: "range=24h", chosen: "group=key", expected: "range=24h&group=key" },
  { why: "the same choice again", pending: "range=24h", chosen: "range=30d", expected: "range=30d" },
  { why: "back to what is shown", pending: "range=24h&group=key", chosen: "", expected: "group=key" },
  {
    why: "a preset after two days",
    pending: "from=2026-11-01&to=2026-11-02",
    chosen: "range=1y",
    expected: "range=1y",
  },
  {
    why: "two days after a preset",
    pending: "range=1y",
    chosen: "from=2026-11-01&to=2026-11-02",
    expected: "from=2026-11-01&to=2026-11-02",
  },
  { why: "another value of a filter", pending: "model=a", chosen: "model=b", expected: "model=a&model=b" },
  {
    why: "a range, which has all its buckets",
    pending: "at=2026-11-01T00:00Z",
    chosen: "range=24h",
    expected: "range=24h",
  },
  {
    why: "a bucket of the range",
    pending: "group=key",
    chosen: "at=2026-11-01T00:00Z",
    expected: "group=key&at=2026-11-01T00:00Z",
  },
  {
    why: "a choice that returns to the newest requests",
    pending: "cursor=older-x",
    chosen: "status=ok",
    expected: "status=ok",
  },
])("composes $why", ({ pending, chosen, expected }) => {
  const beside = chosen === "" ? ranges : [];
  expect(composeChoices({ rendered: "", current: "", chosen, beside, pending })).toBe(expected);
});

it("removes what was chosen to be removed, one value at a time", () => {
  const rendered = "model=a&model=b&not=model";
  const choice = { rendered, current: rendered, beside: [] };
  expect(composeChoices({ ...choice, chosen: "model=a&not=model", pending: "model=b&not=model" })).toBe(
    "not=model",
  );
  expect(composeChoices({ ...choice, chosen: "", pending: `${rendered}&range=24h` })).toBe("range=24h");
});

it("does not take another way of writing the shown page for a choice", () => {
  const shown = { rendered: "", current: "range=7d&generation=gen-1", beside: [] };
  const chosen = "range=7d&generation=gen-1&cursor=older-x";
  expect(composeChoices({ ...shown, chosen, pending: "range=24h" })).toBe("range=24h&cursor=older-x");
  expect(composeChoices({ ...shown, chosen: "group=key", pending: "range=24h" })).toBe("range=24h&group=key");
});
