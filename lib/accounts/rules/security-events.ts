import { z } from "zod";
import type { Formats } from "@/lib/kernel/format";
import { parseDollars } from "@/lib/kernel/money";

/** How long a line of the security log is kept. */
export const securityLogDays = 90;

/** How long a line keeps the network and the browser. */
export const networkDays = 30;

/** The text of each kind of event in the security log. */
const sentences = {
  sign_in: "Signed in",
  new_sign_in: "Signed in from a new browser and network",
  account_secured: "Account secured: signed out everywhere, keys disabled",
  sign_in_failed: "Sign-in failed: wrong password",
  two_factor_failed: "Sign-in failed: wrong code",
  two_factor_failed_unknown_browser:
    "Sign-in failed: right password, wrong code, from an unrecognized browser",
  two_factor_on: "Two-factor authentication turned on",
  two_factor_off: "Two-factor authentication turned off",
  two_factor_removed: "Two-factor authentication turned off by the operator",
  recovery_code_used: "Recovery code used",
  recovery_codes_renewed: "New recovery codes generated",
  email_verified: "Email confirmed",
  password_changed: "Password changed",
  password_reset: "Password reset by email",
  session_ended: "Session signed out",
  sessions_ended: "All other sessions signed out",
  key_created: "Key created",
  key_deleted: "Key deleted",
  key_rotated: "Secret of a key rotated",
  old_secret_ended: "Old secret of a key ended",
  exported: "Data exported",
  archive_requested: "Archive of the account requested",
  archive_downloaded: "Archive of the account downloaded",
  unusual_spend: "Unusual spend",
  key_rejected: "A key that no longer works is still used",
} as const;

export type SecurityEventKind = keyof typeof sentences;

/** Whether an event was noticed by the product and not done from a browser: it has no device and no network. */
export function isNoticed(kind: string): boolean {
  return kind === "unusual_spend" || kind === "key_rejected";
}

/** Lines that end with the key or the data that they are about. */
const namesSomething: ReadonlySet<string> = new Set<SecurityEventKind>([
  "key_created",
  "key_deleted",
  "key_rotated",
  "old_secret_ended",
  "exported",
]);

const detailSchema = z
  .object({
    key: z.string(),
    name: z.string(),
    data: z.string(),
    spentUsd: z.string(),
    requests: z.number(),
    state: z.string(),
  })
  .partial()
  .catch({});

/** What happened, in a sentence; `detail` is what was recorded with it. */
export function securityEventSentence(kind: string, detail: unknown, { dollars }: Formats): string {
  const sentence = new Map<string, string>(Object.entries(sentences)).get(kind) ?? kind.replaceAll("_", " ");
  const { key, name, data, spentUsd, requests, state } = detailSchema.parse(detail);
  if (kind === "unusual_spend" && spentUsd !== undefined) {
    const spent = `${dollars(parseDollars(spentUsd) ?? 0n)} in an hour`;
    return key === undefined ? `${sentence}: ${spent}` : `${sentence} of key ${key}: ${spent}`;
  }
  if (kind === "key_rejected" && key !== undefined && requests !== undefined) {
    const what = state === "rotated" ? "An old secret of a key has ended and is still used" : sentence;
    return `${what}: ${key}, ${requests} requests in an hour`;
  }
  // Lines from before labels were recorded with names have one of them as the key.
  const named = data ?? (name !== undefined && key !== undefined ? `${name} (${key})` : key);
  return namesSomething.has(kind) && named !== undefined ? `${sentence}: ${named}` : sentence;
}
