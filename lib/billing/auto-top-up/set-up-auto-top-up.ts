import "server-only";
import { uuidv7 } from "uuidv7";
import { env } from "@/lib/config/env";
import { log } from "@/lib/config/log";
import { product } from "@/lib/config/product";
import { db, transaction } from "@/lib/db/client";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { msPerMinute } from "@/lib/kernel/clock";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { feeTerms } from "../fee-terms";
import { lockSetting } from "../internal/auto-top-up/attempt";
import { openCardPage } from "../internal/auto-top-up/card-page";
import { recordConsent } from "../internal/auto-top-up/record-consent";
import { turnOn } from "../internal/auto-top-up/turn-on";
import { stripeErrorFacts } from "../internal/stripe-client";
import { type AutoTopUpTerms, autoTopUpConsentText, termsProblem } from "../rules/auto-top-up/terms";

type SetUp = {
  readonly terms: AutoTopUpTerms;
  /** The sentence as the person saw it. */
  readonly agreedText: string;
  /** saved: the card that the workspace has; new: one that is saved on Stripe's page. */
  readonly card: "saved" | "new";
};

type SetUpError = "not_allowed" | "invalid_terms" | "terms_changed" | "no_card" | "payments_unavailable";

/**
 * Turns auto top-up on, or changes its terms, with the saved card; or opens Stripe's page for a new card (`url`), and it
 * is turned on when the card is saved. The sentence that was agreed to is kept, and must be the one for these terms.
 * Owners and admins only.
 */
export async function setUpAutoTopUp(
  actor: Actor,
  { terms, agreedText, card }: SetUp,
): Promise<Outcome<{ readonly url: string | null }, SetUpError>> {
  if (!isAdmin(actor))
    return fail("not_allowed", { message: "Only owners and admins can set up auto top-up." });
  const problem = termsProblem(terms, feeTerms());
  if (problem) return fail("invalid_terms", problem);
  const facts = { product: product.name, terms, fee: feeTerms(), expiryDays: env().creditExpiryDays };
  if (agreedText !== autoTopUpConsentText(facts)) {
    return fail("terms_changed", {
      message: "The terms have changed since you opened this form. Read them again, then agree.",
    });
  }
  return card === "saved" ? useSavedCard(actor, terms, agreedText) : saveNewCard(actor, terms, agreedText);
}

async function useSavedCard(
  actor: Actor,
  terms: AutoTopUpTerms,
  text: string,
): Promise<Outcome<{ readonly url: null }, "no_card">> {
  const { workspaceId, userId } = actor;
  return transaction(async (tx) => {
    await lockSetting(tx, workspaceId);
    const cards = await tx.savedCard.count({ where: { workspaceId, removedAt: null } });
    if (cards === 0) {
      return fail("no_card", { message: "This workspace has no saved card anymore. Add a card." });
    }
    const consentId = await recordConsent(tx, actor, { purpose: "auto_top_up", text, terms });
    await turnOn(tx, { workspaceId, userId, consentId, terms });
    return ok({ url: null });
  });
}

const openingMsMax = 10 * msPerMinute;

const pageNotOpened = fail("payments_unavailable", {
  message: "Stripe's page couldn't be opened. Nothing was changed; try again in a minute.",
});

async function saveNewCard(
  actor: Actor,
  terms: AutoTopUpTerms,
  text: string,
): Promise<Outcome<{ readonly url: string }, "payments_unavailable">> {
  const { workspaceId, userId } = actor;
  const setupId = uuidv7();
  const email = await transaction(async (tx) => {
    const consentId = await recordConsent(tx, actor, { purpose: "auto_top_up", text, terms });
    // Not asked about before its page is open: opening it takes several calls, each of which may be repeated.
    const nextCheckAt = new Date(Date.now() + openingMsMax);
    await tx.cardSetup.create({
      data: { id: setupId, workspaceId, consentId, nextCheckAt },
      select: { id: true },
    });
    const user = await tx.user.findUnique({ where: { id: userId }, select: { email: true } });
    return user?.email ?? null;
  });
  try {
    const { sessionId, url } = await openCardPage({ setupId, workspaceId, email });
    const { count } = await db().cardSetup.updateMany({
      where: { id: setupId, workspaceId, state: "open" },
      data: { checkoutSessionId: sessionId, nextCheckAt: new Date() },
    });
    // Closed in the meantime: a card saved on this page would turn nothing on.
    return count === 1 ? ok({ url }) : pageNotOpened;
  } catch (error) {
    log().error({ event: "card_page_not_opened", ...stripeErrorFacts(error) });
    await db().cardSetup.updateMany({
      where: { id: setupId, workspaceId, state: "open" },
      data: { state: "closed" },
    });
    return pageNotOpened;
  }
}
