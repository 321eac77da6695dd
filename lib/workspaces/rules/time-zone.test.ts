import { expect, it } from "vitest";
import { isTimeZone, timeZones } from "./time-zone";

it("accepts only time zones", () => {
  for (const name of ["UTC", "Europe/Vienna", "America/Argentina/Buenos_Aires", "Asia/Kolkata"])
    expect(isTimeZone(name)).toBe(true);
  for (const name of ["", "+02:00", "Mars/Olympus", "Europe/Vienna; DROP", "x".repeat(80)])
    expect(isTimeZone(name)).toBe(false);
});

it("always offers the chosen zone", () => {
  expect(timeZones("Asia/Calcutta")).toContain("Asia/Calcutta");
  expect(timeZones("UTC").filter((zone) => zone === "UTC")).toHaveLength(1);
});
