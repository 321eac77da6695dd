import "server-only";
import { msPerDay } from "@/lib/kernel/clock";
import { missingLeaves } from "./ensure-partitions";

const aheadDays = 14;

/** Whether requests of the next two weeks have a table to be recorded in. Throws a sentence that names what is missing. */
export async function checkPartitions(): Promise<string> {
  const now = Date.now();
  const missing = await missingLeaves({ from: new Date(now), to: new Date(now + aheadDays * msPerDay) });
  if (missing.length > 0) {
    throw new Error(
      `missing for the next ${aheadDays} days: ${missing.join(", ")}; they are made every six hours, see "job failed" in the log`,
    );
  }
  return `there for the next ${aheadDays} days`;
}
