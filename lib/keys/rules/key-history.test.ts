import { expect, test } from "vitest";
import { noGuardrails } from "./guardrails";
import { describeKeyEvent } from "./key-history";
import { defaultFormats } from "@/lib/kernel/format";

const before = {
  name: "Laptop",
  state: "active",
  limitNanos: "5000000000",
  limitReset: "monthly",
  includeByokInLimit: false,
  expiresAt: null,
};
const older = {
  name: "Laptop",
  state: "active",
  limitNanos: "5000000000",
  limitReset: "monthly",
  expiresAt: null,
};

test.each([
  ["key.created", null, before, "Created with $5.00 a month."],
  [
    "key.created",
    null,
    { ...before, limitNanos: null, expiresAt: "2099-12-31T23:59:59.000Z" },
    "Created with no limit, expires Dec 31, 2099.",
  ],
  ["key.changed", before, { ...before, name: "Desk" }, "Renamed from “Laptop” to “Desk”."],
  ["key.changed", before, { ...before, state: "disabled" }, "Disabled."],
  [
    "key.changed",
    before,
    { ...before, state: "disabled", via: "link in a mail" },
    "Disabled by the link in an email.",
  ],
  ["key.changed", { ...before, state: "disabled" }, before, "Enabled."],
  [
    "key.changed",
    before,
    { ...before, includeByokInLimit: true },
    "Usage with your own provider keys counts toward the limit.",
  ],
  [
    "key.changed",
    { ...before, includeByokInLimit: true },
    before,
    "Usage with your own provider keys no longer counts toward the limit.",
  ],
  ["key.changed", older, before, "Saved without a change."],
  [
    "key.changed",
    before,
    { ...before, limitNanos: "25000000000", limitReset: null },
    "Limit changed from $5.00 a month to $25.00.",
  ],
  [
    "key.changed",
    before,
    { ...before, name: "Desk", limitNanos: null },
    "Renamed from “Laptop” to “Desk”. Limit changed from $5.00 a month to no limit.",
  ],
  [
    "key.changed",
    { ...before, ...noGuardrails },
    { ...before, ...noGuardrails, allowedModels: ["a/x", "a/y", "b/*", "c/z"], denyCollection: true },
    "Allowed models: a/x, a/y, b/* and 1 more. Providers that train or publish left out.",
  ],
  [
    "key.changed",
    { ...before, ...noGuardrails, allowedProviders: ["a"], ignoredProviders: ["b"], zeroRetentionOnly: true },
    { ...before, ...noGuardrails },
    "Allowed providers: all. Ignored providers: none. No longer limited to zero data retention.",
  ],
  ["key.changed", older, { ...before, ...noGuardrails }, "Saved without a change."],
  ["key.changed", before, before, "Saved without a change."],
  ["key.changed", null, null, "Saved without a change."],
  [
    "key.rotated",
    { label: "sk-or-v1-abc...123" },
    {
      label: "sk-or-v1-def...456",
      oldSecretEndsAt: "2026-12-01T15:00:00.000Z",
      overlapHours: 24,
      endedLabel: null,
    },
    "Secret rotated with an overlap of 24 hours; the old one sk-or-v1-abc...123 was set to end Dec 1, 2026, 4:00 PM.",
  ],
  [
    "key.rotated",
    { label: "sk-or-v1-abc...123" },
    { oldSecretEndsAt: "2026-12-01T15:00:00.000Z", overlapHours: 0, endedLabel: "sk-or-v1-old...789" },
    "Secret rotated without an overlap; the old one sk-or-v1-abc...123 ended. An earlier secret, sk-or-v1-old...789, was also ended.",
  ],
  ["key.rotated", null, { overlapHours: 72 }, "Secret rotated with an overlap of 3 days."],
  ["key.rotated", null, null, "Secret rotated."],
  ["key.old_secret_ended", null, { label: "sk-or-v1-abc...123" }, "Old secret sk-or-v1-abc...123 ended."],
  ["key.deleted", before, null, "Deleted."],
])("%s is described by what changed (%#)", (action, from, to, text) => {
  expect(describeKeyEvent({ action, before: from, after: to }, defaultFormats, "Europe/Berlin")).toBe(text);
});
