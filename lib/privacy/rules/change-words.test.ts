import { describe, expect, it } from "vitest";
import { defaultPrivacySettings, type PrivacySettings } from "@/lib/kernel/privacy-settings";
import { describePrivacyChange } from "./change-words";

const changed = (change: Partial<PrivacySettings>, before: PrivacySettings = defaultPrivacySettings) =>
  describePrivacyChange({ before, after: { ...before, ...change } });

describe("the words for a change of privacy settings", () => {
  it("name each setting that changed, in both directions", () => {
    for (const field of [
      "logPrompts",
      "trainPaid",
      "trainFree",
      "mayPublish",
      "zeroRetentionOnly",
      "optionalData",
    ] as const) {
      const on = changed({ [field]: true });
      const off = changed({ [field]: false }, { ...defaultPrivacySettings, [field]: true });
      expect([on.length, off.length], field).toEqual([1, 1]);
      expect(on, field).not.toEqual(off);
    }
    expect(changed({ logPrompts: true, retention: "d90" })).toEqual([
      "Prompt logging turned on.",
      "Requests are kept for 90 days, before that for 30 days.",
    ]);
    expect(changed({ allowedProviders: ["a", "b"], ignoredProviders: ["c"] })).toEqual([
      "Allowed providers: a, b.",
      "Ignored providers: c.",
    ]);
    expect(changed({ allowedProviders: [] }, { ...defaultPrivacySettings, allowedProviders: ["a"] })).toEqual(
      ["Allowed providers: all."],
    );
  });

  it("bound long lists", () => {
    expect(changed({ ignoredProviders: ["a", "b", "c", "d", "e", "f", "g"] })).toEqual([
      "Ignored providers: a, b, c, d, e and 2 more.",
    ]);
  });

  it("leave out settings that an earlier version did not record", () => {
    const before = { logPrompts: false, retention: "d30" };
    expect(describePrivacyChange({ before, after: { ...defaultPrivacySettings, trainFree: true } })).toEqual([
      "Saved without a change.",
    ]);
    for (const odd of [null, undefined, 7, "text", [], { retention: "forever", logPrompts: "yes" }])
      expect(describePrivacyChange({ before: odd, after: odd })).toEqual(["Saved without a change."]);
  });
});
