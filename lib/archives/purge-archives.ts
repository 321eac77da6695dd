import "server-only";
import { db } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";

/** Rows of failed archives say for a week that one has to be requested again. */
const failedDays = 7;

/** Deletes the archives that have expired, with their files. Run by a job. */
export async function purgeArchives(now = new Date()): Promise<{ archives: number }> {
  const failedBefore = new Date(now.getTime() - failedDays * msPerDay);
  const { count } = await db().archive.deleteMany({
    where: { OR: [{ expiresAt: { lte: now } }, { state: "failed", finishedAt: { lte: failedBefore } }] },
  });
  return { archives: count };
}
