/**
 * Number, time and money formats of what people read, in one place. A choice changes the order of a date, its
 * separators, the separators of numbers and the 12- or 24-hour clock; words stay English. What programs read (the API,
 * CSV, log lines) does not go through here.
 *
 * Every text is made from the parts of one locale, so a server and a browser with different locale data agree.
 */
import { type DollarFormat, formatDollars, type Nanos } from "./money";

/** The format of numbers and dates that a user can choose. */
export const formatChoices = ["en-US", "en-GB", "de-DE", "fr-FR", "iso"] as const;
export type FormatChoice = (typeof formatChoices)[number];

export type Formats = {
  readonly choice: FormatChoice;
  /** "1,234" */
  readonly count: (count: number | bigint) => string;
  /** "2.01K", "10.6M": three significant digits, for axes and cards. */
  readonly compact: (count: number) => string;
  /** "53.8%" from 0.538: one decimal. */
  readonly percent: (share: number) => string;
  /** A text with a decimal point and commas between thousands ("1,234.5%"), with the separators of the choice. */
  readonly separated: (text: string) => string;
  /** "$1,234.56"; see `formatDollars`. */
  readonly dollars: (amountNanos: Nanos, options?: DollarFormat) => string;
  /** "Dec 14, 2026, 9:05:12 AM" in the given IANA zone. The page states the zone. */
  readonly moment: (moment: Date, timeZone: string) => string;
  /** "Dec 14, 2026" in the given IANA zone. */
  readonly day: (moment: Date, timeZone: string) => string;
  /** "Dec 14": a day whose year is clear. */
  readonly shortDay: (moment: Date, timeZone: string) => string;
  /** "Dec 14, 9:05 AM" in the given IANA zone, for lists. */
  readonly shortMoment: (moment: Date, timeZone: string) => string;
  /** "9:05:12 AM" in the given IANA zone, below a heading that names the day. */
  readonly timeOfDay: (moment: Date, timeZone: string) => string;
  /** "9:05 AM" in the given IANA zone. */
  readonly shortTime: (moment: Date, timeZone: string) => string;
  /** "812 ms", "1.24 s", "2 min 5 s". */
  readonly duration: (durationMs: number) => string;
  /** "1 kB", "320 kB", "3.1 MB", "45 MB", of bytes; thousands are decimal. */
  readonly size: (bytes: number) => string;
};

/** What a choice changes. */
type Style = {
  readonly decimal: string;
  readonly group: string;
  readonly day: (parts: DateParts) => string;
  readonly shortDay: (parts: DateParts) => string;
  readonly clock: 12 | 24;
  /** Between a day and a time. */
  readonly join: ", " | " ";
};

/** All with leading zeros, the hour from 00 to 23. */
type DateParts = Readonly<Record<"year" | "month" | "day" | "hour" | "minute" | "second", string>>;

const monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const monthName = ({ month }: DateParts) => monthNames[Number(month) - 1] ?? "";
/** Keeps a number in one line. */
const noBreakSpace = "\u00a0";

const styles: Readonly<Record<FormatChoice, Style>> = {
  "en-US": {
    decimal: ".",
    group: ",",
    day: (parts) => `${monthName(parts)} ${Number(parts.day)}, ${parts.year}`,
    shortDay: (parts) => `${monthName(parts)} ${Number(parts.day)}`,
    clock: 12,
    join: ", ",
  },
  "en-GB": {
    decimal: ".",
    group: ",",
    day: (parts) => `${Number(parts.day)} ${monthName(parts)} ${parts.year}`,
    shortDay: (parts) => `${Number(parts.day)} ${monthName(parts)}`,
    clock: 24,
    join: ", ",
  },
  "de-DE": {
    decimal: ",",
    group: ".",
    day: ({ day, month, year }) => `${day}.${month}.${year}`,
    shortDay: ({ day, month }) => `${day}.${month}.`,
    clock: 24,
    join: ", ",
  },
  "fr-FR": {
    decimal: ",",
    group: noBreakSpace,
    day: ({ day, month, year }) => `${day}/${month}/${year}`,
    shortDay: ({ day, month }) => `${day}/${month}`,
    clock: 24,
    join: " ",
  },
  iso: {
    decimal: ".",
    group: ",",
    day: ({ year, month, day }) => `${year}-${month}-${day}`,
    shortDay: ({ month, day }) => `${month}-${day}`,
    clock: 24,
    join: " ",
  },
};

const made = new Map<FormatChoice, Formats>();

/** The formats of a choice; always the same object, so that components can compare it. */
export function formatsFor(choice: FormatChoice): Formats {
  const existing = made.get(choice);
  if (existing) return existing;
  const formats: Formats = { choice, ...numberFormats(styles[choice]), ...dateFormats(styles[choice]) };
  made.set(choice, formats);
  return formats;
}

function numberFormats({ decimal, group }: Style) {
  const isPlain = decimal === "." && group === ",";
  const separated = (text: string) =>
    isPlain ? text : text.replace(/[.,]/g, (mark) => (mark === "." ? decimal : group));
  return {
    separated,
    count: (count: number | bigint) => separated(countFormat.format(count)),
    compact: (count: number) => separated(compactFormat.format(count)),
    percent: (share: number) => separated(percentFormat.format(share)),
    dollars: (amountNanos: Nanos, options?: DollarFormat) => separated(formatDollars(amountNanos, options)),
    duration: (durationMs: number) => separated(durationText(durationMs)),
    size: (bytes: number) => separated(sizeText(bytes)),
  };
}

const countFormat = new Intl.NumberFormat("en-US");
const compactFormat = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 });
const percentFormat = new Intl.NumberFormat("en-US", {
  style: "percent",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

function durationText(durationMs: number): string {
  if (durationMs < 1_000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 60_000) return `${(durationMs / 1_000).toFixed(2)} s`;
  return `${Math.floor(durationMs / 60_000)} min ${Math.round((durationMs % 60_000) / 1_000)} s`;
}

function sizeText(bytes: number): string {
  const kilobytes = Math.ceil(bytes / 1_000);
  if (kilobytes < 1_000) return `${kilobytes} kB`;
  const megabytes = bytes / 1_000_000;
  return `${megabytes < 9.95 ? megabytes.toFixed(1) : countFormat.format(Math.round(megabytes))} MB`;
}

function dateFormats({ day, shortDay, clock, join }: Style) {
  const time = ({ hour, minute }: DateParts, seconds = "") =>
    clock === 24
      ? `${hour}:${minute}${seconds}`
      : `${Number(hour) % 12 || 12}:${minute}${seconds} ${Number(hour) < 12 ? "AM" : "PM"}`;
  const exactTime = (parts: DateParts) => time(parts, `:${parts.second}`);
  const inZone = (write: (parts: DateParts) => string) => (moment: Date, timeZone: string) =>
    write(partsOf(moment, timeZone));
  return {
    moment: inZone((parts) => `${day(parts)}${join}${exactTime(parts)}`),
    day: inZone(day),
    shortDay: inZone(shortDay),
    shortMoment: inZone((parts) => `${shortDay(parts)}${join}${time(parts)}`),
    timeOfDay: inZone(exactTime),
    shortTime: inZone((parts) => time(parts)),
  };
}

function partsOf(moment: Date, timeZone: string): DateParts {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  const parts = { year: "", month: "", day: "", hour: "", minute: "", second: "" };
  for (const { type, value } of format.formatToParts(moment))
    if (type in parts) Object.assign(parts, { [type]: value });
  return parts;
}

/** American formats, for what has no viewer whose choice counts: public pages, mails, commands. */
export const defaultFormats: Formats = formatsFor("en-US");

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
