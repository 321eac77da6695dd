import type { Formats } from "@/lib/kernel/format";
import type { BoundedCount } from "./bounded-count";

/** The user's consent to lose request rows: the typed phrase, and when the page counted the rows that it names. */
export type RemovalConsent = { readonly typed: string; readonly countedAt: Date | null };

/** What must be typed before rows are removed: "delete 12,266", or "delete 100,000+". */
export function removalPhrase({ count, more }: BoundedCount, formats: Formats): string {
  // A no-break space cannot be typed.
  return `delete ${formats.count(count).replaceAll("\u00a0", " ")}${more ? "+" : ""}`;
}

/** The number in a typed phrase, with the separators of any format, where "+" counts as one more; null when it is no such phrase. */
export function phraseNumber(typed: string): number | null {
  const [, digits, more] = /^delete (\d[\d., ]{0,11})(\+?)$/i.exec(typed.trim()) ?? [];
  if (digits === undefined) return null;
  return Number(digits.replace(/\D/g, "")) + (more ? 1 : 0);
}

/**
 * Rows that a shorter retention removes, counted up to one past `countMax`. `certain` were recorded when the page
 * counted; `now` are removed if the change is made now.
 */
export type RemovedRows = { readonly certain: number; readonly now: number };

/**
 * Whether the typed number describes what would be removed. Requests are recorded while the user types, so the number
 * may be any that was true between the page's count and now; it never names fewer rows than there were.
 */
export function isConsented(rows: RemovedRows, consent: RemovalConsent | null): boolean {
  if (rows.now === 0) return true;
  const number = consent ? phraseNumber(consent.typed) : null;
  return number !== null && number > 0 && number >= rows.certain && number <= rows.now;
}
