import { expect, test } from "vitest";
import { loadCatalog } from "@/lib/catalog/catalog";
import { defaultPrivacySettings } from "@/lib/kernel/privacy-settings";
import { chooseEndpoints } from "./choose-endpoints";
import { preferencesOf, providerShape } from "./provider-preferences";

const catalog = loadCatalog(null, "http://127.0.0.1:9");

/** Providers in the order in which they are tried, or the status of the error. */
function providers(provider: object, model = "sandbox/heron", privacy = {}): readonly string[] | number {
  if (!providerShape.is(provider)) throw new Error(`provider${providerShape.problem(provider)}`);
  const choice = chooseEndpoints({
    catalog,
    models: [model],
    privacy: { ...defaultPrivacySettings, ...privacy },
    preferences: preferencesOf(provider),
    media: new Map(),
    appUrl: "http://localhost:3999",
  });
  return choice.ok ? choice.endpoints.map((endpoint) => endpoint.provider.slug) : choice.apiError.status;
}

test("a caller's lists of providers order, allow, and exclude", () => {
  expect(providers({})).toEqual(["quarry", "lantern"]);
  expect(providers({ order: ["lantern"] })).toEqual(["lantern", "quarry"]);
  expect(providers({ only: ["lantern"] })).toEqual(["lantern"]);
  expect(providers({ ignore: ["quarry"] })).toEqual(["lantern"]);
  expect(providers({ ignore: ["quarry", "lantern"] })).toBe(404);
});

test("without fallbacks there is one endpoint, the first of the given order if there is one", () => {
  expect(providers({ allow_fallbacks: false })).toEqual(["quarry"]);
  expect(providers({ allow_fallbacks: false, order: ["lantern"] })).toEqual(["lantern"]);
  expect(providers({ allow_fallbacks: false, order: ["unknown"] })).toBe(404);
});

test("a request can tighten data policies but not loosen them", () => {
  const training = { trainPaid: true };
  expect(providers({}, "sandbox/magpie")).toBe(404);
  expect(providers({ data_collection: "allow" }, "sandbox/magpie")).toBe(404);
  expect(providers({}, "sandbox/magpie", training)).not.toBe(404);
  expect(providers({ data_collection: "deny" }, "sandbox/magpie", training)).toBe(404);
  expect(providers({ zdr: true })).toEqual(["lantern"]);
});
