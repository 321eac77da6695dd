import { expect, test } from "vitest";
import { defaultPrivacySettings as defaults } from "@/lib/kernel/privacy-settings";
import { blockingSetting } from "./endpoint-policy";

const keeper = { trains: false, retainsDays: 30, publishes: false } as const;
const trainer = { trains: true, retainsDays: 90, publishes: false } as const;
const silent = { trains: "unknown", retainsDays: "unknown", publishes: "unknown" } as const;
const strict = { trains: false, retainsDays: 0, publishes: false } as const;
const at = (dataPolicy: typeof keeper | typeof trainer | typeof silent | typeof strict, isFree = false) => ({
  provider: "p",
  isFree,
  dataPolicy,
});

test("by default, endpoints that train or have an unknown policy are not used", () => {
  expect(blockingSetting(defaults, at(trainer))).toBe("Paid model training");
  expect(blockingSetting(defaults, at(trainer, true))).toBe("Free model training");
  expect(blockingSetting(defaults, at(silent))).toBe("Paid model training");
  expect(blockingSetting(defaults, at(keeper))).toBeNull();
});

test("each switch allows only its own kind of endpoint", () => {
  expect(blockingSetting({ ...defaults, trainPaid: true }, at(trainer))).toBeNull();
  expect(blockingSetting({ ...defaults, trainPaid: true }, at(trainer, true))).toBe("Free model training");
  expect(blockingSetting({ ...defaults, trainFree: true }, at(trainer, true))).toBeNull();
});

test("zero retention allows only endpoints that retain nothing", () => {
  const choices = { ...defaults, zeroRetentionOnly: true, trainPaid: true };
  expect(blockingSetting(choices, at(keeper))).toBe("Zero data retention");
  expect(blockingSetting(choices, at(silent))).toBe("Zero data retention");
  expect(blockingSetting(choices, at(strict))).toBeNull();
});

test("ignored providers are excluded, and with an allow list so are all others", () => {
  expect(blockingSetting({ ...defaults, ignoredProviders: ["p"] }, at(strict))).toBe("Ignored providers");
  expect(blockingSetting({ ...defaults, allowedProviders: ["q"] }, at(strict))).toBe("Allowed providers");
  expect(blockingSetting({ ...defaults, allowedProviders: ["p"] }, at(strict))).toBeNull();
});
