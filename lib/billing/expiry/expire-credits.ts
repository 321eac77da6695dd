import "server-only";
import { env } from "@/lib/config/env";
import { errorFacts, log } from "@/lib/config/log";
import { db, transaction } from "@/lib/db/client";
import { type Clock, msPerDay, systemClock } from "@/lib/kernel/clock";
import { formatDollars } from "@/lib/kernel/money";
import { expireCredits } from "@/lib/ledger/expire-credits";
import { lockPurchase } from "../internal/purchase-row";
import { readExpiryTerms } from "../internal/expiry-terms";
import { expiresAt } from "../rules/credit-expiry";
import { warnOfExpiry } from "./warn-of-expiry";

/** Most purchases of one run; the next run continues. */
const batchMax = 500;

export type ExpiredCredits = { readonly warned: number; readonly expired: number };

/**
 * Warns of purchased credits that expire within a month, then expires those that are due, if the operator has switched
 * expiry on (`CREDIT_EXPIRY_DAYS`). Run every hour. A purchase that fails does not stop the others. After downtime, credits
 * whose date has passed are warned of first and expire a week later.
 */
export async function expireDueCredits(clock: Clock = systemClock): Promise<ExpiredCredits> {
  const now = clock();
  const terms = await readExpiryTerms(env().creditExpiryDays, now);
  if (!terms) return { warned: 0, expired: 0 };
  const warned = await warnOfExpiry(terms, now);
  const due = await db().purchase.findMany({
    where: {
      state: "credited",
      expiredAt: null,
      // Nothing expires without the last warning, nor within a week of it.
      expiryWarnedDays: 7,
      expiryWarnedAt: { lte: new Date(now.getTime() - 7 * msPerDay) },
      creditedAt: { lte: new Date(now.getTime() - terms.days * msPerDay) },
    },
    orderBy: { creditedAt: "asc" },
    take: batchMax,
    select: {
      ...{ id: true, workspaceId: true, creditsNanos: true },
      ...{ creditedAt: true, expiryWarnedDays: true, expiryWarnedAt: true },
    },
  });
  let expired = 0;
  for (const { creditedAt, ...purchase } of due) {
    if (!creditedAt || expiresAt({ ...purchase, creditedAt }, terms, now) > now) continue;
    try {
      if (await expireOne(purchase, now)) expired += 1;
    } catch (error) {
      log().error({ purchase: purchase.id, ...errorFacts(error) }, "credits could not be expired");
    }
  }
  return { warned, expired };
}

type Due = {
  readonly id: string;
  readonly workspaceId: string;
  readonly creditsNanos: bigint;
  readonly expiryWarnedDays: number | null;
  readonly expiryWarnedAt: Date | null;
};

async function expireOne({ id, workspaceId, creditsNanos, ...seen }: Due, now: Date): Promise<boolean> {
  return transaction(async (tx) => {
    // In the order of events: the purchase, then the wallet.
    await lockPurchase(tx, id);
    // Another run may have expired it meanwhile, or a refund that failed has returned credits, which are warned of anew.
    const isDue = await tx.purchase.count({ where: { id, workspaceId, expiredAt: null, ...seen } });
    if (isDue === 0) return false;
    const { expiredNanos, isEmpty } = await expireCredits(tx, {
      workspaceId,
      lotKey: `purchase:${id}`,
      reason: `Expired: purchase of ${formatDollars(creditsNanos)}`,
    });
    if (isEmpty)
      await tx.purchase.update({
        where: { id, workspaceId },
        data: { expiredAt: now },
        select: { id: true },
      });
    return expiredNanos > 0n;
  });
}
