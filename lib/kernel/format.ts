/** Formatters for counts, dates and durations; money is formatted in money.ts. */

/** "1,234" */
export function formatCount(count: number | bigint): string {
  return new Intl.NumberFormat("en-US").format(count);
}

/** "2.01K", "10.6M": three significant digits, for axes and cards. */
export function formatCompact(count: number): string {
  return new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 }).format(count);
}

/** "53.8%" from 0.538: one decimal. */
export function formatPercent(share: number): string {
  return new Intl.NumberFormat("en-US", {
    style: "percent",
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  }).format(share);
}

const dayParts = { day: "numeric", month: "short", year: "numeric" } as const;
const secondParts = { hour: "numeric", minute: "2-digit", second: "2-digit" } as const;

/** "Dec 14, 2026, 9:05:12 AM" in the given IANA zone. The page states the zone. */
export function formatMoment(moment: Date, timeZone: string): string {
  return dateText(moment, { timeZone, ...dayParts, ...secondParts });
}

/** "Dec 14, 2026" in the given IANA zone. */
export function formatDay(moment: Date, timeZone: string): string {
  return dateText(moment, { timeZone, ...dayParts });
}

/** "Dec 14, 9:05 AM" in the given IANA zone, for lists. */
export function formatShortMoment(moment: Date, timeZone: string): string {
  return dateText(moment, { timeZone, day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });
}

/** "9:05:12 AM" in the given IANA zone, below a heading that names the day. */
export function formatTimeOfDay(moment: Date, timeZone: string): string {
  return dateText(moment, { timeZone, ...secondParts });
}

/** "18 min ago", "in 5 h"; null when the moment is 24 hours away or more, where a date says more. */
export function formatRelative(moment: Date, now: Date): string | null {
  const seconds = Math.round((now.getTime() - moment.getTime()) / 1_000);
  const distance = Math.abs(seconds);
  if (distance >= 86_400) return null;
  if (distance < 10) return "just now";
  const text =
    distance < 60
      ? `${distance} s`
      : distance < 3_600
        ? `${Math.floor(distance / 60)} min`
        : `${Math.floor(distance / 3_600)} h`;
  return seconds > 0 ? `${text} ago` : `in ${text}`;
}

/** Node writes a narrow no-break space before AM and PM where browsers write a space; both get a space. */
function dateText(moment: Date, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat("en-US", options).format(moment).replace(/\u202f/g, " ");
}

/** "812 ms", "1.24 s", "2 min 5 s". */
export function formatDuration(durationMs: number): string {
  if (durationMs < 1_000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 60_000) return `${(durationMs / 1_000).toFixed(2)} s`;
  return `${Math.floor(durationMs / 60_000)} min ${Math.round((durationMs % 60_000) / 1_000)} s`;
}
