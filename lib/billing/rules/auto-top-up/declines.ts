import { msPerMinute } from "@/lib/kernel/clock";

/** Why auto top-up waits for a person. */
export type PauseReason =
  "declined" | "authentication_required" | "expired_card" | "lost_card" | "card_removed";

export const pauseReasons: readonly PauseReason[] = [
  "declined",
  "authentication_required",
  "expired_card",
  "lost_card",
  "card_removed",
];

/** Declines in a row after which it pauses. */
const declinesMax = 3;

/** How long it waits after the first decline and after the second: a bank that declines at once declines again. */
const waitsMs = [5 * msPerMinute, 30 * msPerMinute] as const;

/** Codes after which another attempt is pointless or forbidden by card networks. */
const finalCodes: Readonly<Record<string, PauseReason>> = {
  authentication_required: "authentication_required",
  expired_card: "expired_card",
  lost_card: "lost_card",
  stolen_card: "lost_card",
  pickup_card: "lost_card",
  restricted_card: "lost_card",
  card_removed: "card_removed",
};

export type AfterDecline =
  | { readonly kind: "pause"; readonly reason: PauseReason }
  | { readonly kind: "wait"; readonly untilMs: number };

/** The reason for which a decline with this code pauses at once; undefined when it may be tried again. */
export function finalReason(code: string): PauseReason | undefined {
  return Object.hasOwn(finalCodes, code) ? finalCodes[code] : undefined;
}

/** What follows a decline, when `declines` in a row came before it. */
export function afterDecline(code: string, declines: number, nowMs: number): AfterDecline {
  const reason = finalReason(code);
  if (reason) return { kind: "pause", reason };
  const wait = waitsMs[declines];
  if (declines + 1 >= declinesMax || wait === undefined) return { kind: "pause", reason: "declined" };
  return { kind: "wait", untilMs: nowMs + wait };
}

/** When the outcome of a charge is asked for again: 2 s after the first time, then at growing intervals, to 5 minutes. */
export function nextStepMs(steps: number, nowMs: number): number {
  return nowMs + Math.min(2_000 * 2 ** Math.min(steps, 20), 5 * msPerMinute);
}
