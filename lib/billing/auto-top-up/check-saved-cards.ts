import "server-only";
import { log } from "@/lib/config/log";
import { db, transaction } from "@/lib/db/client";
import { type Clock, msPerDay, msPerHour, systemClock } from "@/lib/kernel/clock";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { callLimits, lockSetting } from "../internal/auto-top-up/attempt";
import { detachCard } from "../internal/auto-top-up/detach-card";
import { pauseAutoTopUp } from "../internal/auto-top-up/pause";
import { isMissing, stripe, stripeErrorFacts } from "../internal/stripe-client";

const batchMax = 20;

/**
 * Detaches removed cards at Stripe: those that a person removed or replaced, and those of deleted workspaces. Run every
 * minute; a card that Stripe does not take is tried again with the next run, after all others.
 */
export async function detachCards(clock: Clock = systemClock): Promise<{ readonly detached: number }> {
  const cards = await db().savedCard.findMany({
    where: { removedAt: { not: null }, detachedAt: null },
    orderBy: { checkedAt: "asc" },
    take: batchMax,
    select: { paymentMethodId: true, workspaceId: true },
  });
  let detached = 0;
  for (const { paymentMethodId, workspaceId } of cards) {
    const isGone = await detachCard(paymentMethodId);
    const now = clock();
    await db().savedCard.updateMany({
      where: { paymentMethodId, workspaceId },
      data: { checkedAt: now, ...(isGone && { detachedAt: now }) },
    });
    if (isGone) detached += 1;
  }
  return { detached };
}

/**
 * Asks Stripe about every saved card once a day: a card that was removed in Stripe's dashboard pauses auto top-up with a
 * mail, before a charge fails; a renewed card has a new expiry date.
 */
export async function checkSavedCards(clock: Clock = systemClock): Promise<{ readonly removed: number }> {
  const now = clock();
  const cards = await db().savedCard.findMany({
    where: { removedAt: null, checkedAt: { lt: new Date(now.getTime() - msPerDay) } },
    orderBy: { checkedAt: "asc" },
    take: batchMax,
    select: { paymentMethodId: true, workspaceId: true },
  });
  let removed = 0;
  for (const card of cards) if (await check(card, now)) removed += 1;
  if (removed > 0) void deliverMails();
  return { removed };
}

type Card = { readonly paymentMethodId: string; readonly workspaceId: string };

async function check({ paymentMethodId, workspaceId }: Card, now: Date): Promise<boolean> {
  const note = (data: { expMonth?: number; expYear?: number; last4?: string; checkedAt: Date }) =>
    db().savedCard.updateMany({ where: { paymentMethodId, workspaceId }, data });
  try {
    const method = await stripe().paymentMethods.retrieve(paymentMethodId, {}, callLimits);
    if (!method.customer || !method.card) return await forget({ paymentMethodId, workspaceId }, now);
    const { exp_month: expMonth, exp_year: expYear, last4 } = method.card;
    await note({ expMonth, expYear, last4, checkedAt: now });
  } catch (error) {
    if (isMissing(error)) return await forget({ paymentMethodId, workspaceId }, now);
    log().warn({ event: "card_not_checked", ...stripeErrorFacts(error) });
    // Asked about again in an hour, so that one card that fails keeps no other waiting.
    await note({ checkedAt: new Date(now.getTime() - msPerDay + msPerHour) });
  }
  return false;
}

async function forget({ paymentMethodId, workspaceId }: Card, now: Date): Promise<boolean> {
  await transaction(async (tx) => {
    await lockSetting(tx, workspaceId);
    const { count } = await tx.savedCard.updateMany({
      where: { paymentMethodId, workspaceId, removedAt: null },
      data: { removedAt: now, detachedAt: now },
    });
    if (count === 1) await pauseAutoTopUp(tx, workspaceId, "card_removed", now);
  });
  return true;
}
