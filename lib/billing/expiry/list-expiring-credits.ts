import "server-only";
import { env } from "@/lib/config/env";
import { db } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { type Clock, msPerDay, systemClock } from "@/lib/kernel/clock";
import { listCreditLots } from "@/lib/ledger/list-credit-lots";
import { currentExpiryTerms } from "../internal/expiry-terms";
import { expiresAt, warningDays } from "../rules/credit-expiry";
import type { ExpiringCredits } from "../rules/expiry-mail";

/**
 * What is left of purchases that expire within the next month, the earliest first. Empty when credits never expire, and
 * for members.
 */
export async function listExpiringCredits(
  actor: Actor,
  clock: Clock = systemClock,
): Promise<readonly ExpiringCredits[]> {
  const terms = isAdmin(actor) ? await currentExpiryTerms(env().creditExpiryDays) : null;
  if (!terms) return [];
  const now = clock();
  const ahead = new Date(now.getTime() + warningDays[0] * msPerDay);
  const purchases = await db().purchase.findMany({
    where: {
      workspaceId: actor.workspaceId,
      state: "credited",
      expiredAt: null,
      creditedAt: { lte: new Date(ahead.getTime() - terms.days * msPerDay) },
    },
    orderBy: { creditedAt: "asc" },
    select: { id: true, creditedAt: true, expiryWarnedDays: true, expiryWarnedAt: true },
  });
  if (purchases.length === 0) return [];
  const lots = new Map((await listCreditLots(actor.workspaceId)).map((lot) => [lot.key, lot.remainingNanos]));
  return purchases
    .map(({ id, creditedAt, ...warned }) => ({
      amountNanos: lots.get(`purchase:${id}`) ?? 0n,
      expiresAt: expiresAt({ creditedAt: creditedAt ?? ahead, ...warned }, terms, now),
    }))
    .filter((part) => part.amountNanos > 0n && part.expiresAt <= ahead);
}
