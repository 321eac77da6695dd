import type { Formats } from "@/lib/kernel/format";
import { capitalized } from "@/lib/kernel/capitalized";

/** No page view and no transaction reads more rows than this to count them. */
export const countMax = 100_000;

/** Exact up to `countMax`; `more` means that there are more than that. */
export type BoundedCount = { readonly count: number; readonly more: boolean };

/** From a count that stopped one past the limit. */
export function bounded(counted: number): BoundedCount {
  return { count: Math.min(counted, countMax), more: counted > countMax };
}

/** "1,234", or "more than 100,000". */
export function formatBounded({ count, more }: BoundedCount, formats: Formats): string {
  return more ? `more than ${formats.count(count)}` : formats.count(count);
}

/** What a choice would destroy, shown before it is made. */
export function removalSentence(removed: BoundedCount, formats: Formats): string {
  if (removed.count === 0) return "Nothing would be deleted now.";
  const figure = formatBounded(removed, formats);
  const requests = removed.count === 1 ? "request" : "requests";
  return `${capitalized(figure)} ${requests} would be permanently deleted now.`;
}
