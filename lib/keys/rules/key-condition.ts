import type { Formats } from "@/lib/kernel/format";
import type { Nanos } from "@/lib/kernel/money";
import { msPerDay, msPerHour } from "@/lib/kernel/clock";
import { limitPercent, usedInWindow } from "@/lib/ledger/rules/spend-limit";
import type { Key } from "./key-view";

export type KeyCondition = {
  /** "Active", "Limit 82%", "Expires in 6 d". */
  readonly text: string;
  readonly tone: "positive" | "neutral" | "warning" | "danger";
};

const nearLimitPercent = 80;
const expiryDaysShown = 14;
/** A key that nothing has used for so long is one that a person forgot. */
export const unusedDays = 90;

/** The state of a key in a few words: what stops it, then what will soon, then what is unusual. */
export function keyCondition(key: Key, now: Date): KeyCondition {
  if (key.state === "deleted") return { text: "Deleted", tone: "neutral" };
  if (key.state === "disabled") return { text: "Disabled", tone: "neutral" };
  if (key.state === "expired") return { text: "Expired", tone: "danger" };
  const percent = key.limitNanos === null ? 0 : limitPercent(usedNow(key), key.limitNanos);
  if (percent >= 100) return { text: "Limit reached", tone: "danger" };
  const expiresInMs = key.expiresAt ? key.expiresAt.getTime() - now.getTime() : Infinity;
  if (expiresInMs < expiryDaysShown * msPerDay)
    return { text: `Expires in ${shortSpan(expiresInMs)}`, tone: "warning" };
  if (percent >= nearLimitPercent) return { text: `Limit ${percent}%`, tone: "warning" };
  if (key.lastUsedAt === null) return { text: "Never used", tone: "neutral" };
  return { text: "Active", tone: "positive" };
}

/** Usage in the window of the key's limit; this month's without a limit that resets. */
export function periodSpend(key: Key): Nanos {
  return key.limitNanos === null ? key.usage.monthlyNanos : usedNow(key);
}

/** "$4.00 of $25.00", or "$4.00 this month" without a limit. */
export function periodSpendText(key: Key, formats: Formats): string {
  const spent = formats.dollars(periodSpend(key));
  return key.limitNanos === null ? `${spent} this month` : `${spent} of ${formats.dollars(key.limitNanos)}`;
}

/** True for a key that could spend and whose limit is the balance alone. */
export function hasNoLimit(key: Key): boolean {
  return key.kind === "inference" && key.state === "active" && key.limitNanos === null;
}

/** True for a key that works and was neither used nor created for a long time. */
export function isForgotten(key: Key, now: Date): boolean {
  const lastMs = (key.lastUsedAt ?? key.createdAt).getTime();
  return key.state === "active" && now.getTime() - lastMs >= unusedDays * msPerDay;
}

function usedNow(key: Key): Nanos {
  return usedInWindow(key.limitReset, key.usage);
}

function shortSpan(ms: number): string {
  return ms < msPerDay ? `${Math.max(1, Math.floor(ms / msPerHour))} h` : `${Math.floor(ms / msPerDay)} d`;
}
