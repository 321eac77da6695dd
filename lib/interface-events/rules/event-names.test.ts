import { describe, expect, it } from "vitest";
import { projectFiles } from "@/lib/testing/references/repository";
import { actionNames, errorNames, eventWords, failureCode, knownEvents, pageNames } from "./event-names";
import { pagePattern, reportedMax } from "./page-pattern";

describe("the pattern of an address", () => {
  it("has no id, month, hash or name of a record", () => {
    expect(pagePattern("/keys/019a2f6e-0000-7000-8000-000000000000")).toBe("/keys/[id]");
    expect(pagePattern("/credits/statements/2026-11")).toBe("/credits/statements/[id]");
    expect(pagePattern(`/keys/${"a".repeat(64)}b1`)).toBe("/keys/[id]");
    expect(pagePattern("/credits/billing-profile")).toBe("/credits/billing-profile");
    expect(pagePattern("/keys/Ada%20Lovelace")).toBe("/keys/[id]");
    expect(pagePattern("/")).toBe("/");
  });

  it("is on the list for every page of the console, and the list has no other", () => {
    const pages = projectFiles()
      .filter((file) => file.startsWith("app/(dashboard)/") && file.endsWith("/page.tsx"))
      .map((file) => file.slice("app/(dashboard)".length, -"/page.tsx".length))
      .map((path) => path.replace(/\/\([^)]*\)/g, "").replace(/\[[^\]]*\]/g, "[id]"));
    expect([...new Set(pages)].sort()).toEqual([...pageNames].sort());
  });
});

describe("a report", () => {
  it("is reduced to known names", () => {
    expect(
      knownEvents([
        "/keys",
        "/keys/019a2f6e-0000-7000-8000-000000000000",
        "/keys?name=Ada",
        "Ada Lovelace",
        "!page_failed",
        "!Error: secret",
        "create_key",
        7,
        null,
        { name: "/keys" },
      ]),
    ).toEqual([
      { kind: "page", name: "/keys" },
      { kind: "error", name: "page_failed" },
    ]);
    for (const odd of [null, undefined, "x", 7, {}, { length: 3 }]) expect(knownEvents(odd)).toEqual([]);
    expect(knownEvents(Array.from({ length: 500 }, () => "/keys"))).toHaveLength(reportedMax);
  });

  it("stays below a few hundred bytes", () => {
    const longest = [...pageNames].sort((left, right) => right.length - left.length)[0] ?? "";
    expect(JSON.stringify(Array.from({ length: reportedMax }, () => longest)).length).toBeLessThan(800);
  });
});

it("every name and code has the form that the database accepts", () => {
  for (const name of [...pageNames, ...actionNames, ...errorNames])
    expect(name).toMatch(/^[a-z_/[\]-]{1,64}$/);
  expect(new Set(actionNames).size).toBe(actionNames.length);
  expect(["limit_reached", "Limit 7", "", "a".repeat(65)].map(failureCode)).toEqual([
    "limit_reached",
    "other",
    "other",
    "other",
  ]);
});

it("events are told in words", () => {
  expect(eventWords({ kind: "page", name: "/keys/[id]", code: null })).toBe("Opened /keys/[id]");
  expect(eventWords({ kind: "action", name: "create_key", code: "limit_reached" })).toBe(
    "Create key (limit reached)",
  );
  expect(eventWords({ kind: "error", name: "page_failed", code: null })).toBe("Page failed");
});
