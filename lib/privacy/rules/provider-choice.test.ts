import { expect, it } from "vitest";
import { defaultPrivacySettings as defaults } from "@/lib/kernel/privacy-settings";
import { isProviderAllowed, providerChange } from "./provider-choice";

it("ignoring a provider and allowing it again restores the lists, and leaves other providers alone", () => {
  const ignored = { ...defaults, ...providerChange({ ...defaults, ignoredProviders: ["b"] }, "a", false) };
  expect(ignored.ignoredProviders).toEqual(["b", "a"]);
  expect(isProviderAllowed(ignored, "a")).toBe(false);
  expect(providerChange(ignored, "a", true)).toEqual({ ignoredProviders: ["b"] });
  expect(isProviderAllowed(defaults, "a")).toBe(true);
});

it("a list of allowed providers is extended and shortened, but never emptied, which would allow all", () => {
  const listed = { ...defaults, allowedProviders: ["a", "b"] };
  expect(isProviderAllowed(listed, "c")).toBe(false);
  expect(providerChange(listed, "c", true)).toEqual({
    ignoredProviders: [],
    allowedProviders: ["a", "b", "c"],
  });
  expect(providerChange(listed, "a", false)).toEqual({ ignoredProviders: ["a"], allowedProviders: ["b"] });
  expect(providerChange({ ...listed, allowedProviders: ["a"] }, "a", false)).toEqual({
    ignoredProviders: ["a"],
  });
});
