import { formatRelative, type Formats } from "@/lib/kernel/format";

export type MomentProps = {
  readonly at: Date | string;
  /** IANA time zone; the page says which one. */
  readonly zone: string;
  readonly show?: "moment" | "day" | "short-day" | "short" | "time" | "relative";
};

/** `Moment` in the given formats, for pages that are the same for every viewer. */
export function MomentText({
  formats,
  at,
  zone,
  show = "moment",
}: MomentProps & { readonly formats: Formats }) {
  const moment = typeof at === "string" ? new Date(at) : at;
  return (
    <time
      dateTime={moment.toISOString()}
      title={titleOf(moment, zone, formats)}
      // The server and the browser may stand on two sides of a minute.
      suppressHydrationWarning={show === "relative"}
      className="tabular whitespace-nowrap"
    >
      {textOf(moment, zone, { show, formats })}
    </time>
  );
}

function titleOf(moment: Date, zone: string, formats: Formats): string {
  const utc = `${formats.moment(moment, "UTC")} UTC`;
  return zone === "UTC" ? utc : `${formats.moment(moment, zone)} ${zone} · ${utc}`;
}

type Shown = { readonly show: NonNullable<MomentProps["show"]>; readonly formats: Formats };

function textOf(moment: Date, zone: string, { show, formats }: Shown): string {
  if (show === "day") return formats.day(moment, zone);
  if (show === "short-day") return formats.shortDay(moment, zone);
  if (show === "time") return formats.timeOfDay(moment, zone);
  if (show === "short") return formats.shortMoment(moment, zone);
  if (show === "relative") return formatRelative(moment, new Date()) ?? formats.shortMoment(moment, zone);
  return formats.moment(moment, zone);
}
