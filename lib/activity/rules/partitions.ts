import { msPerDay } from "@/lib/kernel/clock";
import { lowestIdAt } from "@/lib/kernel/lowest-id";

export const retentionClasses = ["d30", "d90"] as const;
export type RetentionClass = (typeof retentionClasses)[number];

/** For how many days rows of a class are kept. */
const retentionDays: Readonly<Record<RetentionClass, number>> = { d30: 30, d90: 90 };

/**
 * A partition of `generations`: one week of one class, from Monday in UTC. Bounds are ids; the upper one is exclusive.
 */
export type Partition = {
  readonly name: string;
  readonly retention: RetentionClass;
  readonly start: Date;
  readonly end: Date;
  readonly from: string;
  readonly to: string;
};

const weekMs = 7 * msPerDay;
/** 1970-01-05 was a Monday. */
const firstMondayMs = 4 * msPerDay;
/** An upper bound for any range: ten years of weeks. */
const weeksMax = 520;

/** The partitions that cover a span of time, both ends included, oldest first. */
export function partitionsBetween(from: Date, to: Date): Partition[] {
  const partitions: Partition[] = [];
  const first = Math.floor((from.getTime() - firstMondayMs) / weekMs);
  const last = Math.floor((to.getTime() - firstMondayMs) / weekMs);
  if (last - first >= weeksMax) throw new RangeError("the span has too many weeks");
  for (let week = first; week <= last; week += 1) {
    for (const retention of retentionClasses)
      partitions.push(partition(retention, firstMondayMs + week * weekMs));
  }
  return partitions;
}

function partition(retention: RetentionClass, startMs: number): Partition {
  const start = new Date(startMs);
  const end = new Date(startMs + weekMs);
  const name = `generations_${retention}_${start.toISOString().slice(0, 10).replaceAll("-", "")}`;
  return { name, retention, start, end, from: lowestIdAt(start), to: lowestIdAt(end) };
}

/** Parses a table name; null when it is not one of our partitions. */
export function parsePartition(name: string): Partition | null {
  const match = /^generations_(d30|d90)_(\d{4})(\d{2})(\d{2})$/.exec(name);
  if (!match) return null;
  const retention = retentionClasses.find((known) => known === match[1]);
  const startMs = Date.parse(`${match[2]}-${match[3]}-${match[4]}T00:00:00Z`);
  if (!retention || Number.isNaN(startMs) || (startMs - firstMondayMs) % weekMs !== 0) return null;
  return partition(retention, startMs);
}

/** Rows of the class that began before this moment have expired. */
export function retentionCutoff(retention: RetentionClass, now: Date): Date {
  return new Date(now.getTime() - retentionDays[retention] * msPerDay);
}
