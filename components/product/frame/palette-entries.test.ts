import { expect, test } from "vitest";
import { actionLinks, commandIn, rangeLinks } from "./palette-entries";

test("a pasted id opens its request", () => {
  const id = "gen-1764000000-0123456789ABCDEFGHIJKL";
  expect(commandIn(`  ${id}\n`)?.href).toBe(`/activity?generation=${id}`);
  expect(commandIn(id.slice(0, -1))).toBeNull();
  expect(commandIn(`${id}&range=1h`)).toBeNull();
});

test("an amount is a command to add credits", () => {
  expect(commandIn("add 25")).toEqual({ label: "Add $25 in credits", href: "/credits?add=25" });
  expect(commandIn("Top up $12.50")?.href).toBe("/credits?add=12.50");
  for (const text of ["add", "add heron", "add 1e3", "add -5", "add 1.234", "add 25&x=1"]) {
    expect(commandIn(text)).toBeNull();
  }
});

test("last month has its own first and last day, also across a year and in February", () => {
  const hrefIn = (today: Date) => actionLinks(today).find(({ download }) => download)?.href;
  const path = "/api/dashboard/activity/export";
  expect(hrefIn(new Date(2026, 10, 28))).toBe(`${path}?from=2026-10-01&to=2026-10-31`);
  expect(hrefIn(new Date(2026, 0, 1))).toBe(`${path}?from=2025-12-01&to=2025-12-31`);
  expect(hrefIn(new Date(2028, 2, 31))).toBe(`${path}?from=2028-02-01&to=2028-02-29`);
});

test("months are presets of the activity page, found by their names", () => {
  const months = rangeLinks(new Date(2026, 0, 3)).filter(({ keywords }) => keywords);
  expect(months).toEqual([
    { label: "Activity, this month", href: "/activity?range=month", keywords: ["January 2026"] },
    { label: "Activity, last month", href: "/activity?range=last-month", keywords: ["December 2025"] },
  ]);
});
