import { paths } from "@/lib/kernel/paths";

/** A command that leads to an address. `download`: the browser saves the response. */
export type PaletteLink = {
  readonly label: string;
  readonly href: string;
  readonly download?: boolean;
  /** Other words to find it by. */
  readonly keywords?: readonly string[];
};

/** The ids of the public API; the sheet itself says when there is no such request. */
const generationId = /^gen-\d{9,12}-[0-9A-Za-z]{22}$/;
const amount = /^(?:add|buy|top ?up)\s+\$?(\d{1,6}(?:\.\d{1,2})?)$/i;

/** What the typed text itself asks for: a request by its id, or an amount of credits. */
export function commandIn(text: string): PaletteLink | null {
  const typed = text.trim();
  if (generationId.test(typed)) {
    return { label: `Open request ${typed}`, href: `${paths.activity}?generation=${typed}` };
  }
  const dollars = amount.exec(typed)?.[1];
  return dollars ? { label: `Add $${dollars} in credits`, href: `${paths.credits}?add=${dollars}` } : null;
}

/** Ranges of the activity page. */
export function rangeLinks(today: Date): readonly PaletteLink[] {
  const presets = [
    ["24h", "last 24 hours"],
    ["7d", "last 7 days"],
    ["30d", "last 30 days"],
    ["90d", "last 90 days"],
  ] as const;
  const months = [
    ["month", "this month", 0],
    ["last-month", "last month", -1],
  ] as const;
  return [
    ...presets.map(([range, text]) => ({
      label: `Activity, ${text}`,
      href: `${paths.activity}?range=${range}`,
    })),
    ...months.map(([range, text, offset]) => ({
      label: `Activity, ${text}`,
      href: `${paths.activity}?range=${range}`,
      keywords: [monthName(today, offset)],
    })),
  ];
}

/** Downloads, and pages that open with their form. */
export function actionLinks(today: Date): readonly PaletteLink[] {
  const lastMonth = monthName(today, -1);
  return [
    { label: "Create key", href: `${paths.keys}?new=1`, keywords: ["new key", "api key"] },
    {
      label: "Add $25 in credits",
      href: `${paths.credits}?add=25`,
      keywords: ["add credits", "buy", "top up"],
    },
    {
      label: `Export ${lastMonth} as CSV`,
      href: `/api/dashboard/activity/export?${days(today, -1)}`,
      download: true,
      keywords: ["export last month csv", "download"],
    },
  ];
}

/** First and last day of a month, as a query: `offset` months from today's. */
function days(today: Date, offset: number): string {
  const from = new Date(Date.UTC(today.getFullYear(), today.getMonth() + offset, 1));
  const to = new Date(Date.UTC(today.getFullYear(), today.getMonth() + offset + 1, 0));
  const text = (day: Date) => day.toISOString().slice(0, "2026-11-01".length);
  return `from=${text(from)}&to=${text(to)}`;
}

function monthName(today: Date, offset: number): string {
  const month = new Date(Date.UTC(today.getFullYear(), today.getMonth() + offset, 1));
  return month.toLocaleDateString("en-US", { month: "long", year: "numeric", timeZone: "UTC" });
}
