import { expect, test } from "vitest";
import { defaultPrivacySettings as defaults } from "@/lib/kernel/privacy-settings";
import { endpointRefusal } from "./endpoint-policy";

const keeper = { trains: false, retainsDays: 30, publishes: false } as const;
const trainer = { trains: true, retainsDays: 90, publishes: false } as const;
const silent = { trains: "unknown", retainsDays: "unknown", publishes: "unknown" } as const;
const strict = { trains: false, retainsDays: 0, publishes: false } as const;
const at = (dataPolicy: typeof keeper | typeof trainer | typeof silent | typeof strict, isFree = false) => ({
  provider: "p",
  isFree,
  dataPolicy,
});

test("by default nothing that trains, or says nothing about it, is used", () => {
  expect(endpointRefusal(defaults, at(trainer))).toBe("Paid model training");
  expect(endpointRefusal(defaults, at(trainer, true))).toBe("Free model training");
  expect(endpointRefusal(defaults, at(silent))).toBe("Paid model training");
  expect(endpointRefusal(defaults, at(keeper))).toBeNull();
});

test("each switch opens its own kind of endpoint and no other", () => {
  expect(endpointRefusal({ ...defaults, trainPaid: true }, at(trainer))).toBeNull();
  expect(endpointRefusal({ ...defaults, trainPaid: true }, at(trainer, true))).toBe("Free model training");
  expect(endpointRefusal({ ...defaults, trainFree: true }, at(trainer, true))).toBeNull();
});

test("zero retention leaves only endpoints that keep nothing", () => {
  const choices = { ...defaults, zeroRetentionOnly: true, trainPaid: true };
  expect(endpointRefusal(choices, at(keeper))).toBe("Zero data retention");
  expect(endpointRefusal(choices, at(silent))).toBe("Zero data retention");
  expect(endpointRefusal(choices, at(strict))).toBeNull();
});

test("ignored providers are out, and with an allow list everyone else is", () => {
  expect(endpointRefusal({ ...defaults, ignoredProviders: ["p"] }, at(strict))).toBe("Ignored providers");
  expect(endpointRefusal({ ...defaults, allowedProviders: ["q"] }, at(strict))).toBe("Allowed providers");
  expect(endpointRefusal({ ...defaults, allowedProviders: ["p"] }, at(strict))).toBeNull();
});
