import { expect, test } from "vitest";
import { divideValues } from "./personal-values";

test("texts of people are personal, and so is any text of a field that is not known", () => {
  const values = {
    name: "for Jane Doe",
    somethingNew: "Jane",
    nested: { by: "Jane" },
    Jane: { Doe: 1 },
    list: ["Jane"],
    limitNanos: "5000",
    state: "active",
    allowedProviders: ["lantern"],
    monthlySteps: [50, 100],
    isOn: true,
    expiresAt: null,
  };
  const { open, personal } = divideValues(values);
  expect(JSON.stringify(open)).not.toContain("Jane");
  expect(Object.keys(open)).toEqual([
    "limitNanos",
    "state",
    "allowedProviders",
    "monthlySteps",
    "isOn",
    "expiresAt",
  ]);
  expect({ ...open, ...personal }).toEqual(values);
});
