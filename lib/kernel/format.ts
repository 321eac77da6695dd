/** Formatters for counts, dates and durations; money is formatted in money.ts. */

/** "1,234" */
export function formatCount(count: number | bigint): string {
  return new Intl.NumberFormat("en-US").format(count);
}

/** "2.01K", "10.6M": three significant digits, for axes and cards. */
export function formatCompact(count: number): string {
  return new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 }).format(count);
}

/** "14 Dec 2026, 09:05:12" in the given IANA zone. The page states the zone. */
export function formatMoment(moment: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone,
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).format(moment);
}

/** "14 Dec 2026" in the given IANA zone. */
export function formatDay(moment: Date, timeZone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone,
    day: "numeric",
    month: "short",
    year: "numeric",
  }).format(moment);
}

/** "812 ms", "1.24 s", "2 min 5 s". */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1_000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 60_000) return `${(durationMs / 1_000).toFixed(2)} s`;
  return `${Math.floor(durationMs / 60_000)} min ${Math.round((durationMs % 60_000) / 1_000)} s`;
}
