import "server-only";
import type Stripe from "stripe";
import { db, transaction, type Tx } from "@/lib/db/client";
import { present } from "@/lib/kernel/assert";
import { isMissing, stripe } from "../stripe-client";
import { callLimits, lockSetting } from "./attempt";
import { turnOn } from "./turn-on";

export type Setup = {
  readonly id: string;
  readonly workspaceId: string;
  readonly consentId: string;
  readonly checkoutSessionId: string | null;
  readonly purchaseId: string | null;
};

export const setupFields = {
  id: true,
  workspaceId: true,
  consentId: true,
  checkoutSessionId: true,
  purchaseId: true,
} as const;

/**
 * Asks Stripe for the card of a setup and saves it; one that agreed to auto top-up turns it on. Any number of calls has
 * the effect of one. Returns false when the page or purchase is not finished yet.
 */
export async function finishSetup(setup: Setup): Promise<boolean> {
  const found = await findCard(setup);
  if (found === "open") return false;
  await transaction(async (tx) => {
    const alive = await tx.$queryRaw<readonly unknown[]>`
      SELECT 1 AS alive FROM workspaces
       WHERE id = ${setup.workspaceId}::uuid AND deleted_at IS NULL FOR NO KEY UPDATE`;
    await lockSetting(tx, setup.workspaceId);
    const state = found === "none" ? "closed" : "saved";
    const { count } = await tx.cardSetup.updateMany({
      where: { id: setup.id, workspaceId: setup.workspaceId, state: "open" },
      data: { state },
    });
    if (count === 1 && found !== "none") await keepCard(tx, setup, found, alive.length > 0);
  });
  return true;
}

type FoundCard = Stripe.PaymentMethod & {
  readonly card: Stripe.PaymentMethod.Card;
  readonly customer: string;
};

async function findCard(setup: Setup): Promise<FoundCard | "open" | "none"> {
  try {
    return setup.purchaseId ? await cardOfPurchase(setup) : await cardOfPage(setup);
  } catch (error) {
    // Stripe's account or simulator was replaced.
    if (isMissing(error)) return "none";
    throw error;
  }
}

async function cardOfPage({ checkoutSessionId }: Setup): Promise<FoundCard | "open" | "none"> {
  if (!checkoutSessionId) return "none";
  const expand = ["setup_intent.payment_method"];
  const session = await stripe().checkout.sessions.retrieve(checkoutSessionId, { expand }, callLimits);
  if (session.status === "open") return "open";
  const intent = session.setup_intent;
  if (session.status !== "complete" || typeof intent !== "object" || !intent) return "none";
  return usableCard(intent.payment_method);
}

async function cardOfPurchase({ purchaseId, workspaceId }: Setup): Promise<FoundCard | "open" | "none"> {
  const purchase = await db().purchase.findUnique({
    where: { id: present(purchaseId, "purchase"), workspaceId },
    select: { state: true, paymentIntentId: true },
  });
  if (purchase?.state === "open" || purchase?.state === "pending") return "open";
  if (purchase?.state !== "credited" || !purchase.paymentIntentId) return "none";
  const expand = ["payment_method"];
  const intent = await stripe().paymentIntents.retrieve(purchase.paymentIntentId, { expand }, callLimits);
  return usableCard(intent.payment_method);
}

/** Only a card that Stripe attached to the customer can be charged later. */
function usableCard(method: string | Stripe.PaymentMethod | null): FoundCard | "none" {
  if (typeof method !== "object" || !method?.card) return "none";
  const { customer, card } = method;
  const owner = typeof customer === "string" ? customer : customer?.id;
  return owner ? { ...method, card, customer: owner } : "none";
}

/**
 * Makes a card the saved one. A card that may not be used (the workspace is gone, or has a card and no one agreed to
 * replace it) is stored as removed, so that Stripe is told.
 */
async function keepCard(tx: Tx, setup: Setup, method: FoundCard, isAlive: boolean): Promise<void> {
  const { workspaceId, consentId } = setup;
  const now = new Date();
  const consent = await tx.cardConsent.findUniqueOrThrow({
    where: { id: consentId, workspaceId },
    select: { userId: true, purpose: true, thresholdNanos: true, creditsNanos: true, monthlyMaxNanos: true },
  });
  const turnsOn = consent.purpose === "auto_top_up";
  const current = { workspaceId, removedAt: null };
  const isFree = turnsOn || (await tx.savedCard.count({ where: current })) === 0;
  if (isAlive && turnsOn) await tx.savedCard.updateMany({ where: current, data: { removedAt: now } });
  await tx.savedCard.createMany({
    data: [
      {
        paymentMethodId: method.id,
        workspaceId,
        customerId: method.customer,
        brand: method.card.brand,
        last4: method.card.last4,
        expMonth: method.card.exp_month,
        expYear: method.card.exp_year,
        consentId,
        savedAt: now,
        checkedAt: now,
        removedAt: isAlive && isFree ? null : now,
      },
    ],
    skipDuplicates: true,
  });
  if (!turnsOn || !isAlive) return;
  const terms = {
    thresholdNanos: present(consent.thresholdNanos, "threshold"),
    creditsNanos: present(consent.creditsNanos, "credits"),
    monthlyMaxNanos: present(consent.monthlyMaxNanos, "monthly limit"),
  };
  await turnOn(tx, { workspaceId, userId: consent.userId, consentId, terms });
}
