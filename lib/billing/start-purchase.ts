import "server-only";
import { uuidv7 } from "uuidv7";
import { recordAudit } from "@/lib/audit/record-audit";
import { env } from "@/lib/config/env";
import { log } from "@/lib/config/log";
import { takeNamedLock } from "@/lib/db/advisory-lock";
import { db, transaction } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { dollarsText, type Nanos } from "@/lib/kernel/money";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { feeTerms } from "./fee-terms";
import { openCheckout } from "./internal/checkout";
import { expectCard } from "./internal/auto-top-up/expect-card";
import { stripeErrorFacts } from "./internal/stripe-client";
import { feeFor } from "./rules/fee";
import { purchaseAmountProblem, wholeCents } from "./rules/purchase-amount";

export type StartedPurchase = { readonly purchaseId: string; readonly url: string };

/** Most unpaid purchases of a workspace: far more than a user opens, and few to ask Stripe about. */
const openMax = 20;

/**
 * Starts a purchase of `creditsNanos` and returns the URL of the hosted page. The row is written before the call to
 * Stripe: its amounts are what is credited later, whatever Stripe returns. With `savesCard`, the buyer agreed that the
 * card is kept; that turns nothing on. Owners and admins only.
 */
export async function startPurchase(
  actor: Actor,
  input: { readonly creditsNanos: Nanos; readonly savesCard?: boolean; readonly reference?: string | null },
): Promise<
  Outcome<StartedPurchase, "not_allowed" | "invalid_amount" | "too_many_open" | "payments_unavailable">
> {
  if (!isAdmin(actor)) return fail("not_allowed", { message: "Only owners and admins can buy credits." });
  const problem = purchaseAmountProblem(input.creditsNanos);
  if (problem) return fail("invalid_amount", { message: problem, field: "amount" });
  const purchase = await recordPurchase(actor, input);
  if (!purchase) return fail("too_many_open", { message: tooManyOpen });
  try {
    const checkout = await openCheckout(purchase);
    await db().purchase.update({
      where: { id: purchase.purchaseId, workspaceId: actor.workspaceId },
      data: { checkoutSessionId: checkout.sessionId, checkoutUrl: checkout.url, updatedAt: new Date() },
      select: { id: true },
    });
    return ok({ purchaseId: purchase.purchaseId, url: checkout.url });
  } catch (error) {
    log().error(
      { purchase: purchase.purchaseId, ...stripeErrorFacts(error) },
      "checkout could not be opened",
    );
    await db().purchase.updateMany({
      where: {
        id: purchase.purchaseId,
        workspaceId: actor.workspaceId,
        state: "open",
        checkoutSessionId: null,
      },
      data: { state: "failed", failureCode: "checkout_unavailable", updatedAt: new Date() },
    });
    return fail("payments_unavailable", {
      message: "The payment page couldn't be opened. You weren't charged; try again in a minute.",
    });
  }
}

const tooManyOpen = `This workspace has ${openMax} unpaid purchases. Pay one of them, or wait two hours until they expire.`;

/** Null when too many purchases are unpaid already. */
async function recordPurchase(
  actor: Actor,
  input: { readonly creditsNanos: Nanos; readonly savesCard?: boolean; readonly reference?: string | null },
) {
  const { creditsNanos, savesCard = false } = input;
  const reference = input.reference || null;
  const feeNanos = feeFor(creditsNanos, feeTerms());
  const purchaseId = uuidv7();
  const createdAt = new Date();
  const { workspaceId, userId } = actor;
  const { automaticTax } = env().stripe;
  const recorded = await transaction(async (tx) => {
    // Two concurrent purchases must not both pass the count below.
    await takeNamedLock(tx, `purchases ${workspaceId}`);
    if ((await tx.purchase.count({ where: { workspaceId, state: "open" } })) >= openMax) return null;
    await tx.purchase.create({
      data: {
        id: purchaseId,
        workspaceId,
        userId,
        creditsNanos,
        feeNanos,
        totalCents: wholeCents(creditsNanos + feeNanos),
        reference,
        automaticTax,
        createdAt,
        updatedAt: createdAt,
      },
      select: { id: true },
    });
    await recordAudit(tx, {
      workspaceId,
      actorUserId: userId,
      action: "purchase.started",
      targetId: purchaseId,
      after: { credits: dollarsText(creditsNanos), fee: dollarsText(feeNanos) },
    });
    if (savesCard) await expectCard(tx, actor, purchaseId);
    const buyer = await tx.user.findUnique({ where: { id: userId }, select: { email: true } });
    return { email: buyer?.email ?? null };
  });
  const { email } = recorded ?? {};
  const order = {
    purchaseId,
    workspaceId,
    creditsNanos,
    feeNanos,
    createdAt,
    reference,
    automaticTax,
    savesCard,
  };
  return email === undefined ? null : { ...order, email };
}
