import {
  formatDay,
  formatMoment,
  formatRelative,
  formatShortMoment,
  formatTimeOfDay,
} from "@/lib/kernel/format";

type MomentProps = {
  readonly at: Date | string;
  /** IANA time zone; the page says which one. */
  readonly zone: string;
  readonly show?: "moment" | "day" | "short" | "time" | "relative";
};

/**
 * A point in time in the given time zone; to the second, also in UTC, on hover. "relative" is "18 min ago" within a day
 * and then a short date.
 */
export function Moment({ at, zone, show = "moment" }: MomentProps) {
  const moment = typeof at === "string" ? new Date(at) : at;
  return (
    <time
      dateTime={moment.toISOString()}
      title={titleOf(moment, zone)}
      // The server and the browser may stand on two sides of a minute.
      suppressHydrationWarning={show === "relative"}
      className="tabular whitespace-nowrap"
    >
      {textOf(moment, zone, show)}
    </time>
  );
}

function titleOf(moment: Date, zone: string): string {
  const utc = `${formatMoment(moment, "UTC")} UTC`;
  return zone === "UTC" ? utc : `${formatMoment(moment, zone)} ${zone} · ${utc}`;
}

function textOf(moment: Date, zone: string, show: NonNullable<MomentProps["show"]>): string {
  if (show === "day") return formatDay(moment, zone);
  if (show === "time") return formatTimeOfDay(moment, zone);
  if (show === "short") return formatShortMoment(moment, zone);
  if (show === "relative") return formatRelative(moment, new Date()) ?? formatShortMoment(moment, zone);
  return formatMoment(moment, zone);
}
