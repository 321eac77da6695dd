import "server-only";
import { type RateRule, takePoint, tooManyAttempts } from "@/lib/http/rate-limit";
import type { Actor } from "@/lib/kernel/actor";

/**
 * Counts one view of a page that is expensive to make. Returns the sentence to show instead of it when the limit of the
 * user is exceeded, otherwise null. Call it before anything is read.
 */
export async function limitPage({ userId }: Actor, rule: RateRule): Promise<string | null> {
  const verdict = await takePoint(rule, userId);
  return verdict.allowed ? null : tooManyAttempts(verdict.retryAfterSeconds);
}
