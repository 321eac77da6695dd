"use server";

import { z } from "zod";
import { requireOperator } from "@/lib/auth/require-actor";
import { dollarField } from "@/lib/kernel/dollar-field";
import { formatDollars, nanosPerDollar } from "@/lib/kernel/money";
import { paths } from "@/lib/kernel/paths";
import { ok } from "@/lib/kernel/outcome";
import { textField } from "@/lib/kernel/text-field";
import { grantCredits } from "@/lib/ledger/grant-credits";
import { requestVerification } from "@/lib/ledger/verifications/request-verification";
import { defineAction } from "@/lib/web/define-action";

const grantSchema = z.object({
  workspaceId: z.uuid(),
  amount: dollarField({
    minNanos: 1n,
    maxNanos: 1_000_000n * nanosPerDollar,
    message: "Enter an amount of dollars above zero, up to 1,000,000.",
  }),
  reason: textField(200).min(3, "Enter a reason. The workspace sees it in its transactions."),
  /** Generated with the form, so that submitting it twice grants once. */
  idempotencyKey: z.uuid(),
});

export const grant = defineAction({
  requireActor: requireOperator,
  input: grantSchema,
  run: async ({ actor: { userId }, input: { workspaceId, amount, reason, idempotencyKey } }) => {
    const key = `grant:${idempotencyKey}`;
    const granted = await grantCredits(
      { userId },
      { workspaceId, amountNanos: amount, reason, idempotencyKey: key },
    );
    return granted.ok ? ok(amount) : granted;
  },
  success: (amount) => `Granted ${formatDollars(amount, { exact: true })}.`,
  refresh: [paths.operator],
});

export const verifyLedgerAction = defineAction({
  requireActor: requireOperator,
  input: z.object({}),
  run: async ({ actor: { userId } }) => ok(await requestVerification({ userId })),
  refresh: [paths.operator],
});
