import { expect, test } from "vitest";
import { msPerDay, msPerHour } from "@/lib/kernel/clock";
import { noGuardrails } from "./guardrails";
import { keyCondition, periodSpendText } from "./key-condition";
import { keyRisks, type KeySelection, selectKeys } from "./key-selection";
import type { Key } from "./key-view";
import { defaultFormats } from "@/lib/kernel/format";

const now = new Date("2026-11-28T12:00:00Z");
const ago = (days: number) => new Date(now.getTime() - days * msPerDay);
const ahead = (ms: number) => new Date(now.getTime() + ms);
const dollar = 1_000_000_000n;

function key(name: string, parts: Partial<Key> = {}): Key {
  return {
    id: name,
    hash: name,
    workspaceId: "w",
    creatorUserId: null,
    kind: "inference",
    name,
    label: `sk-or-v1-${name}...9c1`,
    state: "active",
    limitNanos: null,
    limitReset: null,
    includeByokInLimit: false,
    guardrails: noGuardrails,
    adminGuardrails: {},
    remainingNanos: null,
    usage: { totalNanos: 0n, dailyNanos: 0n, weeklyNanos: 0n, monthlyNanos: 0n },
    createdAt: ago(200),
    updatedAt: null,
    expiresAt: null,
    lastUsedAt: ago(1),
    ...parts,
  };
}

const used = (totalNanos: bigint, monthlyNanos = totalNanos) => ({
  totalNanos,
  monthlyNanos,
  weeklyNanos: 0n,
  dailyNanos: 0n,
});

test.each([
  ["Deleted", { state: "deleted" }],
  ["Disabled", { state: "disabled", expiresAt: ahead(msPerHour) }],
  ["Expired", { state: "expired" }],
  ["Limit reached", { limitNanos: dollar, usage: used(dollar), expiresAt: ahead(msPerHour) }],
  ["Limit reached", { limitNanos: 0n }],
  ["Expires in 1 h", { expiresAt: ahead(60_000) }],
  ["Expires in 6 d", { expiresAt: ahead(6.9 * msPerDay), limitNanos: dollar, usage: used(dollar - 1n) }],
  ["Active", { expiresAt: ahead(14 * msPerDay) }],
  ["Limit 99%", { limitNanos: dollar, usage: used(dollar - 1n) }],
  ["Limit 80%", { limitNanos: dollar, limitReset: "monthly", usage: used(9n * dollar, (8n * dollar) / 10n) }],
  ["Active", { limitNanos: dollar, limitReset: "daily", usage: used(dollar) }],
  ["Never used", { lastUsedAt: null }],
  ["Active", {}],
] as const satisfies readonly (readonly [string, Partial<Key>])[])("a key is shown as %s", (text, parts) => {
  expect(keyCondition(key("one", parts), now).text).toBe(text);
});

test("spend is that of the limit's window, or of this month without a limit", () => {
  expect(periodSpendText(key("one", { usage: used(9n * dollar, 4n * dollar) }), defaultFormats)).toBe(
    "$4.00 this month",
  );
  const limited = { limitNanos: 25n * dollar, usage: used(9n * dollar, 4n * dollar) };
  expect(periodSpendText(key("one", limited), defaultFormats)).toBe("$9.00 of $25.00");
  expect(periodSpendText(key("one", { ...limited, limitReset: "monthly" }), defaultFormats)).toBe(
    "$4.00 of $25.00",
  );
});

test("keys are searched, narrowed by risk and sorted, and the risks count all of them", () => {
  const keys = [
    key("Staging", { usage: used(2n) }),
    key("production", { limitNanos: dollar, usage: used(5n), lastUsedAt: ago(0) }),
    key("Old", { lastUsedAt: ago(90) }),
    key("Unused", { lastUsedAt: null, createdAt: ago(91), limitNanos: dollar }),
    key("New", { lastUsedAt: null, createdAt: ago(89), limitNanos: dollar }),
    key("Off", { state: "disabled", lastUsedAt: ago(120) }),
    key("Terraform", { kind: "management" }),
  ];
  const names = (selection: Partial<KeySelection>) =>
    selectKeys(
      keys,
      { search: "", show: null, sort: "newest", ...selection },
      { now, oldSecrets: new Map() },
    ).map(({ name }) => name);
  expect(names({})).toEqual(keys.map(({ name }) => name));
  expect(names({ search: " PROD " })).toEqual(["production"]);
  expect(names({ search: "v1-Stag" })).toEqual(["Staging"]);
  expect(names({ search: "%" })).toEqual([]);
  expect(names({ show: "no-limit" })).toEqual(["Staging", "Old"]);
  expect(names({ show: "unused" })).toEqual(["Old", "Unused"]);
  expect(names({ sort: "spend" }).slice(0, 3)).toEqual(["production", "Staging", "Old"]);
  expect(names({ sort: "used" })).toEqual([
    "production",
    "Staging",
    "Terraform",
    "Old",
    "Off",
    "Unused",
    "New",
  ]);
  expect(keyRisks(keys, now)).toEqual({ withoutLimit: 2, unused: 2 });
});
