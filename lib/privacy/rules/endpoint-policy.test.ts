import fc from "fast-check";
import { expect, test } from "vitest";
import { defaultPrivacySettings as defaults } from "@/lib/kernel/privacy-settings";
import { blockingSetting } from "./endpoint-policy";

const keeper = { trains: false, retainsDays: 30, publishes: false } as const;
const trainer = { trains: true, retainsDays: 90, publishes: false } as const;
const silent = { trains: "unknown", retainsDays: "unknown", publishes: "unknown" } as const;
const strict = { trains: false, retainsDays: 0, publishes: false } as const;
const publisher = { trains: false, retainsDays: 0, publishes: true } as const;
type Policy = typeof keeper | typeof trainer | typeof silent | typeof strict | typeof publisher;
const at = (dataPolicy: Policy, isFree = false) => ({
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

test("publication has its own switch, for paid and free endpoints, and the tightest setting decides", () => {
  for (const isFree of [false, true]) {
    const endpoint = at(publisher, isFree);
    expect(blockingSetting(defaults, endpoint)).toBe("Publication of inputs");
    expect(blockingSetting({ ...defaults, trainPaid: true, trainFree: true }, endpoint)).toBe(
      "Publication of inputs",
    );
    expect(blockingSetting({ ...defaults, mayPublish: true }, endpoint)).toBeNull();
  }
  expect(blockingSetting({ ...defaults, mayPublish: true }, at(trainer))).toBe("Paid model training");
  expect(blockingSetting({ ...defaults, mayPublish: true }, at(silent))).toBe("Paid model training");
  expect(blockingSetting({ ...defaults, trainPaid: true }, at(silent))).toBe("Publication of inputs");
  expect(blockingSetting({ ...defaults, trainPaid: true, mayPublish: true }, at(silent))).toBeNull();
});

test("zero retention allows only endpoints that retain nothing", () => {
  const choices = { ...defaults, zeroRetentionOnly: true, trainPaid: true, mayPublish: true };
  expect(blockingSetting(choices, at(keeper))).toBe("Zero data retention");
  expect(blockingSetting(choices, at(silent))).toBe("Zero data retention");
  expect(blockingSetting(choices, at(strict))).toBeNull();
});

test("ignored providers are excluded, and with an allow list so are all others", () => {
  expect(blockingSetting({ ...defaults, ignoredProviders: ["p"] }, at(strict))).toBe("Ignored providers");
  expect(blockingSetting({ ...defaults, allowedProviders: ["q"] }, at(strict))).toBe("Allowed providers");
  expect(blockingSetting({ ...defaults, allowedProviders: ["p"] }, at(strict))).toBeNull();
});

test("tightening any setting never opens an endpoint", () => {
  const flags = fc.record({
    trainPaid: fc.boolean(),
    trainFree: fc.boolean(),
    mayPublish: fc.boolean(),
    zeroRetentionOnly: fc.boolean(),
  });
  const slugs = fc.uniqueArray(fc.constantFrom("p", "q"));
  const fact = fc.constantFrom(true, false, "unknown" as const);
  const endpoint = fc.record({
    provider: fc.constantFrom("p", "q"),
    isFree: fc.boolean(),
    dataPolicy: fc.record({
      trains: fact,
      publishes: fact,
      retainsDays: fc.constantFrom(0, 30, "unknown" as const),
    }),
  });
  fc.assert(
    fc.property(flags, slugs, slugs, endpoint, (choices, allowed, ignored, one) => {
      const loose = { ...defaults, ...choices, allowedProviders: allowed, ignoredProviders: ignored };
      if (blockingSetting(loose, one) === null) return;
      for (const tight of [
        { ...loose, trainPaid: false },
        { ...loose, trainFree: false },
        { ...loose, mayPublish: false },
        { ...loose, zeroRetentionOnly: true },
        { ...loose, ignoredProviders: ["p", "q"] },
      ])
        expect(blockingSetting(tight, one)).not.toBeNull();
    }),
  );
});
