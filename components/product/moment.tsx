import { formatDay, formatMoment } from "@/lib/kernel/format";

type MomentProps = {
  readonly at: Date | string;
  /** IANA time zone; the page says which one. */
  readonly zone: string;
  readonly show?: "moment" | "day";
};

/** A point in time in the given time zone; UTC to the second on hover. */
export function Moment({ at, zone, show = "moment" }: MomentProps) {
  const moment = typeof at === "string" ? new Date(at) : at;
  return (
    <time
      dateTime={moment.toISOString()}
      title={`${formatMoment(moment, "UTC")} UTC`}
      className="tabular whitespace-nowrap"
    >
      {show === "day" ? formatDay(moment, zone) : formatMoment(moment, zone)}
    </time>
  );
}
