import "server-only";
import { db, transaction } from "@/lib/db/client";
import type { ExpiryTerms } from "../rules/credit-expiry";

/**
 * The terms under which credits expire, and since when they apply; null when they never expire. A changed number of days
 * begins anew, so that warnings precede every expiry; switched off, it is forgotten.
 */
export async function readExpiryTerms(days: number, now: Date): Promise<ExpiryTerms | null> {
  if (days === 0) {
    await db().creditExpiry.deleteMany({});
    return null;
  }
  return transaction(async (tx) => {
    const known = await tx.creditExpiry.findUnique({ where: { days } });
    if (known) return known;
    await tx.creditExpiry.deleteMany({});
    await tx.purchase.updateMany({
      where: { state: "credited", expiredAt: null, expiryWarnedDays: { not: null } },
      data: { expiryWarnedDays: null, expiryWarnedAt: null },
    });
    return tx.creditExpiry.create({ data: { days, since: now } });
  });
}

/** The terms that apply now, without changing them. */
export async function currentExpiryTerms(days: number): Promise<ExpiryTerms | null> {
  return days === 0 ? null : db().creditExpiry.findUnique({ where: { days } });
}
