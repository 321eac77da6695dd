"use server";

import { z } from "zod";
import { requireOperator } from "@/lib/auth/require-actor";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import { paths } from "@/lib/kernel/paths";
import { ok } from "@/lib/kernel/outcome";
import { grantCredits } from "@/lib/ledger/grant-credits";
import { grantSchema } from "@/lib/ledger/rules/grant-input";
import { requestVerification } from "@/lib/ledger/verifications/request-verification";
import { defineAction } from "@/lib/web/define-action";

export const grant = defineAction({
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

export const verifyLedgerAction = defineAction({
  requireActor: requireOperator,
  input: z.object({}),
  run: async ({ actor: { userId } }) => ok(await requestVerification({ userId })),
  refresh: [paths.operator],
});
