import { formatDay } from "@/lib/kernel/format";
import type { Bucket, BucketUnit, Span } from "../buckets";

/** Short text under a bar: "14:15", "14 Dec", "Dec 2026". */
export function bucketLabel(bucket: Bucket, unit: BucketUnit, zone: string): string {
  if (unit === "quarter" || unit === "hour") return clock(bucket.start, zone);
  const parts: Intl.DateTimeFormatOptions =
    unit === "month" ? { month: "short", year: "numeric" } : { day: "numeric", month: "short" };
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...parts }).format(bucket.start);
}

/** True start and end in words, cut to the range: "14 Dec 2026, 14:00 to 15:00", "1 Dec 2026 to 14 Dec 2026". */
export function bucketPeriod(bucket: Bucket, unit: BucketUnit, span: Span): string {
  const start = bucket.start < span.from ? span.from : bucket.start;
  const end = bucket.end > span.to ? span.to : bucket.end;
  const firstDay = formatDay(start, span.zone);
  if (unit === "quarter" || unit === "hour") {
    const until = clock(end, span.zone);
    return `${firstDay}, ${clock(start, span.zone)} to ${until === "00:00" ? "24:00" : until}`;
  }
  const lastDay = formatDay(new Date(end.getTime() - 1), span.zone);
  return firstDay === lastDay ? `${firstDay}, 00:00 to 24:00` : `${firstDay} to ${lastDay}`;
}

function clock(moment: Date, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(moment);
}
