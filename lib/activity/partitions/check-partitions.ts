import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { msPerDay } from "@/lib/kernel/clock";
import { missingPartitions } from "./ensure-partitions";

const aheadDays = 14;

/** Checks that requests of the next two weeks have a partition. Throws an error that names the missing ones. */
export async function checkPartitions(): Promise<string> {
  const now = Date.now();
  const missing = await missingPartitions({ from: new Date(now), to: new Date(now + aheadDays * msPerDay) });
  if (missing.length > 0) {
    throw new OperatorProblem(
      `missing for the next ${aheadDays} days: ${missing.join(", ")}; they are made every six hours, see "job failed" in the log`,
    );
  }
  return `there for the next ${aheadDays} days`;
}
