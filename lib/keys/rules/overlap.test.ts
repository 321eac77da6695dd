import { expect, test } from "vitest";
import { overlapChoices, overlapField, overlapHoursDefault } from "./overlap";

test("an overlap is whole hours up to seven days", () => {
  for (const { hours } of overlapChoices) expect(overlapField.parse(String(hours))).toBe(hours);
  expect(overlapChoices.map(({ hours }) => hours)).toContain(overlapHoursDefault);
  for (const text of ["", "-1", "1.5", "169", "24h", "1e2", " 24", undefined])
    expect(overlapField.safeParse(text).success, `${text}`).toBe(false);
});
