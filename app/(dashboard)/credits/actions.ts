"use server";

import { z } from "zod";
import { setLowBalanceAlert, setMonthlySpendAlert } from "@/lib/alerts/alert-settings";
import { lowBalanceSchema, monthlySpendSchema } from "@/lib/alerts/rules/alert-input";
import {
  removeSavedCard,
  resumeAutoTopUp,
  turnOffAutoTopUp,
} from "@/lib/billing/auto-top-up/change-auto-top-up";
import { setUpAutoTopUp } from "@/lib/billing/auto-top-up/set-up-auto-top-up";
import { autoTopUpSchema } from "@/lib/billing/rules/auto-top-up/input";
import { openPaymentPortal } from "@/lib/billing/open-payment-portal";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { purchaseSchema } from "@/lib/billing/rules/purchase-input";
import { startPurchase } from "@/lib/billing/start-purchase";
import { paths } from "@/lib/kernel/paths";
import { ok } from "@/lib/kernel/outcome";
import { sumsText } from "@/lib/ledger/rules/balance-sums";
import { verifyBalance } from "@/lib/ledger/verify-balance";
import { defineAction } from "@/lib/web/define-action";

/** Redirects to the hosted payment page. */
export const buyCredits = defineAction({
  event: "buy_credits",
  input: purchaseSchema,
  perChange: {
    rule: { name: "start_purchase", points: 20, durationSeconds: 3_600 },
    countedFailures: ["payments_unavailable"],
  },
  run: ({ actor, input: { amount, saveCard, reference } }) =>
    startPurchase(actor, { creditsNanos: amount, savesCard: saveCard, reference }),
  leaveTo: ({ url }) => url,
});

/** Redirects to Stripe's portal, which leads back to Credits. */
export const managePaymentMethods = defineAction({
  event: "manage_payment_methods",
  input: z.object({}),
  perPerson: { name: "open_payment_portal", points: 20, durationSeconds: 3_600 },
  run: ({ actor }) => openPaymentPortal(actor),
  leaveTo: ({ url }) => url,
});

/** Redirects to the hosted page for a new card, or to the page behind the form. */
export const saveAutoTopUp = defineAction({
  event: "save_auto_top_up",
  input: autoTopUpSchema,
  perChange: {
    rule: { name: "save_auto_top_up", points: 20, durationSeconds: 3_600 },
    countedFailures: ["payments_unavailable"],
  },
  run: ({ actor, input: { threshold, amount, monthlyMax, agreedText, card } }) =>
    setUpAutoTopUp(actor, {
      terms: { thresholdNanos: threshold, creditsNanos: amount, monthlyMaxNanos: monthlyMax },
      agreedText,
      card,
    }),
  refresh: [paths.credits],
  leaveTo: ({ url }) => url ?? paths.credits,
});

export const turnAutoTopUpOff = defineAction({
  event: "turn_off_auto_top_up",
  input: z.object({}),
  run: ({ actor }) => turnOffAutoTopUp(actor),
  success: () => "Auto top-up is off.",
  refresh: [paths.credits],
});

export const resumeAutoTopUpAction = defineAction({
  event: "resume_auto_top_up",
  input: z.object({}),
  run: ({ actor }) => resumeAutoTopUp(actor),
  success: () => "Auto top-up is on again.",
  refresh: [paths.credits],
});

export const removeSavedCardAction = defineAction({
  event: "remove_card",
  input: z.object({}),
  run: ({ actor }) => removeSavedCard(actor),
  success: () => "The card was removed.",
  refresh: [paths.credits],
});

export const saveLowBalanceAlert = defineAction({
  event: "save_low_balance_alert",
  input: lowBalanceSchema,
  run: ({ actor, input }) => setLowBalanceAlert(actor, input),
  success: () => "Low-balance alert saved.",
  refresh: [paths.credits],
});

export const saveMonthlySpendAlert = defineAction({
  event: "save_monthly_spend_alert",
  input: monthlySpendSchema,
  run: ({ actor, input }) => setMonthlySpendAlert(actor, input),
  success: () => "Monthly spend alert saved.",
  refresh: [paths.credits],
});

/** Says how the balance is computed, with the sums. */
export const verifyBalanceAction = defineAction({
  event: "verify_balance",
  input: z.object({}),
  perPerson: { name: "verify_balance", points: 10, durationSeconds: 600 },
  run: async ({ actor }) => {
    const verified = await verifyBalance(actor);
    return verified.ok ? ok(sumsText(verified.value, await viewerFormats())) : verified;
  },
  success: (text) => text,
});
