import "server-only";
import { errorFacts, log } from "@/lib/config/log";
import { db } from "@/lib/db/client";
import { msPerDay } from "@/lib/kernel/clock";
import { hashSecret } from "../internal/hash-secret";
import { addRejection, figures, flush, type RejectionFigures } from "../internal/rejection-counts";
import { isSecret } from "../rules/key-format";

/** How long counts wait in memory: short against the hour that is judged, long against the rate of requests. */
const flushMs = 10_000;
/** How long counts are kept. Only the last hour is judged. */
const keptDays = 2;

let timer: NodeJS.Timeout | null = null;

/**
 * Counts a request whose secret did not authenticate. It costs no query: all counts of ten seconds are written together,
 * and only those of keys that exist or existed. `network` is the caller's, which stays in memory.
 */
export function countRejection(secret: string, network: string | null): void {
  addRejection(isSecret(secret) ? hashSecret(secret) : null, network);
  timer ??= setTimeout(() => {
    timer = null;
    void flushRejections().catch((error: unknown) => log().warn(errorFacts(error), "rejections not counted"));
  }, flushMs).unref();
}

/** Writes the counts of this process. When that fails, they wait for the next flush. */
export function flushRejections(now = new Date()): Promise<void> {
  return flush(now);
}

/** Figures of this process. Those by secret follow a flush later. */
export function rejectionFigures(): RejectionFigures {
  return figures();
}

/** Deletes counts that are too old to be judged. Run by a job. */
export async function purgeRejections(now = new Date()): Promise<number> {
  const before = new Date(now.getTime() - keptDays * msPerDay);
  const { count } = await db().keyRejection.deleteMany({ where: { quarterHour: { lt: before } } });
  return count;
}
