import { expect, it } from "vitest";
import { defaultPrivacySettings as defaults } from "@/lib/kernel/privacy-settings";
import { isProviderAllowed, listsOf, providerMode } from "./provider-choice";

const known = ["a", "b", "c"];

it("in either mode exactly the chosen providers may be used, and only one of them takes new providers", () => {
  for (const mode of ["ignore", "allow"] as const) {
    const lists = listsOf(defaults, { mode, allowed: ["a", "c"], known });
    expect(known.filter((slug) => isProviderAllowed(lists, slug))).toEqual(["a", "c"]);
    expect(providerMode(lists)).toBe(mode);
    expect(isProviderAllowed(lists, "new")).toBe(mode === "ignore");
  }
});

it("providers that the catalog does not have keep their entry in both modes", () => {
  const ignoring = { allowedProviders: [], ignoredProviders: ["b", "gone"] };
  expect(listsOf(ignoring, { mode: "ignore", allowed: ["b", "c"], known })).toEqual({
    allowedProviders: [],
    ignoredProviders: ["gone", "a"],
  });
  expect(listsOf(ignoring, { mode: "allow", allowed: ["b"], known })).toEqual({
    allowedProviders: ["b"],
    ignoredProviders: ["gone"],
  });
  const back = listsOf(listsOf(ignoring, { mode: "allow", allowed: known, known }), {
    mode: "ignore",
    allowed: known,
    known,
  });
  expect(isProviderAllowed(back, "gone"), "ignored again when it returns").toBe(false);
  const allowing = { allowedProviders: ["gone", "a"], ignoredProviders: [] };
  expect(listsOf(allowing, { mode: "allow", allowed: ["b"], known }).allowedProviders).toEqual(["gone", "b"]);
  expect(isProviderAllowed({ allowedProviders: ["a"], ignoredProviders: ["a"] }, "a")).toBe(false);
});
