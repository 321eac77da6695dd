"use server";

import { z } from "zod";
import { requireOperator } from "@/lib/auth/require-actor";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { closeMissingInvoice, retryInvoice } from "@/lib/billing/auto-top-up/retry-invoice";
import { retryEvent } from "@/lib/billing/events/retry-event";
import { requestReconciliation } from "@/lib/billing/reconciliations/request-reconciliation";
import { checkNow } from "@/lib/billing/repair/check-now";
import { decideUnmatched } from "@/lib/billing/repair/decide-unmatched";
import { paths } from "@/lib/kernel/paths";
import { fail, ok } from "@/lib/kernel/outcome";
import { textField } from "@/lib/kernel/text-field";
import { correctBalance } from "@/lib/ledger/correct-balance";
import { grantCredits } from "@/lib/ledger/grant-credits";
import { correctionSchema, grantSchema } from "@/lib/ledger/rules/grant-input";
import { requestVerification } from "@/lib/ledger/verifications/request-verification";
import { defineAction } from "@/lib/web/define-action";

export const grant = defineAction({
  event: "grant_credits",
  requireActor: requireOperator,
  input: grantSchema,
  run: async ({ actor: { userId }, input: { workspaceId, amount, reason, idempotencyKey } }) => {
    const key = `grant:${idempotencyKey}`;
    const granted = await grantCredits(
      { userId },
      { workspaceId, amountNanos: amount, reason, idempotencyKey: key },
    );
    if (!granted.ok) return granted;
    return ok((await viewerFormats()).dollars(amount, { exact: true }));
  },
  success: (amount) => `Granted ${amount}.`,
  refresh: [paths.operator],
});

export const correct = defineAction({
  event: "correct_balance",
  requireActor: requireOperator,
  input: correctionSchema,
  run: async ({ actor: { userId }, input }) => {
    const { workspaceId, amount, direction, reason, belowZero, idempotencyKey } = input;
    const corrected = await correctBalance(
      { userId },
      {
        workspaceId,
        amountNanos: direction === "add" ? amount : -amount,
        reason,
        idempotencyKey: `correction:${idempotencyKey}`,
        mayGoNegative: belowZero === "on",
      },
    );
    if (!corrected.ok) return corrected;
    const text = (await viewerFormats()).dollars(amount, { exact: true });
    return ok(direction === "add" ? `Added ${text}.` : `Took ${text}.`);
  },
  success: (sentence) => sentence,
  refresh: [paths.operator],
});

export const verifyLedgerAction = defineAction({
  event: "verify_ledger",
  requireActor: requireOperator,
  input: z.object({}),
  run: async ({ actor: { userId } }) => ok(await requestVerification({ userId })),
  refresh: [paths.operator],
});

export const reconcileAction = defineAction({
  event: "reconcile",
  requireActor: requireOperator,
  input: z.object({}),
  run: async ({ actor: { userId } }) => ok(await requestReconciliation({ userId })),
  refresh: [`${paths.operator}/reconciliation`],
});

export const retryEventAction = defineAction({
  event: "retry_stripe_event",
  requireActor: requireOperator,
  input: z.object({ eventId: textField(255).min(1) }),
  run: async ({ actor: { userId }, input: { eventId } }) =>
    (await retryEvent({ userId }, eventId))
      ? ok(null)
      : fail("not_failing", { message: "This event doesn't need a retry." }),
  success: () => "The event will be tried again now.",
  refresh: [`${paths.operator}/webhooks`],
});

export const checkPurchase = defineAction({
  event: "check_purchase",
  requireActor: requireOperator,
  input: z.object({ purchaseId: z.uuid() }),
  run: async ({ actor: { userId }, input: { purchaseId } }) =>
    (await checkNow({ userId }, purchaseId))
      ? ok(null)
      : fail("settled", { message: "This purchase is settled and isn't checked anymore." }),
  success: () => "Stripe will be asked within seconds.",
  refresh: [`${paths.operator}/payments`],
});

export const retryInvoiceAction = defineAction({
  event: "retry_invoice",
  requireActor: requireOperator,
  input: z.object({ purchaseId: z.uuid() }),
  run: async ({ actor: { userId }, input: { purchaseId } }) =>
    (await retryInvoice({ userId }, purchaseId))
      ? ok(null)
      : fail("not_missing", { message: "This charge has its invoice, or it is being written." }),
  success: () => "The invoice will be written within minutes.",
  refresh: [`${paths.operator}/payments`],
});

export const closeInvoiceAction = defineAction({
  event: "close_invoice",
  requireActor: requireOperator,
  input: z.object({ purchaseId: z.uuid() }),
  run: async ({ actor: { userId }, input: { purchaseId } }) =>
    (await closeMissingInvoice({ userId }, purchaseId))
      ? ok(null)
      : fail("not_missing", { message: "This charge has its invoice, or it is being written." }),
  success: () => "No invoice of this charge is expected anymore.",
  refresh: [`${paths.operator}/payments`],
});

const unmatchedId = textField(255).min(1);
const decided = fail("decided", { message: "This payment has already been settled." });

export const refundUnmatchedPayment = defineAction({
  event: "refund_payment",
  requireActor: requireOperator,
  input: z.object({ paymentIntentId: unmatchedId }),
  run: async ({ actor: { userId }, input: { paymentIntentId } }) =>
    (await decideUnmatched({ userId }, paymentIntentId, { kind: "refund" })) ? ok(null) : decided,
  success: () => "The payment will be refunded within a minute.",
  refresh: [`${paths.operator}/payments`],
});

/** The words before the note. */
const settledWords = { closed: "", kept: "Kept: ", refunded_elsewhere: "Refunded elsewhere: " } as const;

export const closeUnmatchedPayment = defineAction({
  event: "close_payment",
  requireActor: requireOperator,
  input: z.object({
    paymentIntentId: unmatchedId,
    note: textField(500).min(3, "Write what was done about the payment."),
    settled: z.enum(["closed", "kept", "refunded_elsewhere"]).default("closed"),
  }),
  run: async ({ actor: { userId }, input: { paymentIntentId, note, settled } }) => {
    const decision = { kind: "close", note: `${settledWords[settled]}${note}` } as const;
    return (await decideUnmatched({ userId }, paymentIntentId, decision)) ? ok(null) : decided;
  },
  success: () => "Closed.",
  refresh: [`${paths.operator}/payments`],
});
