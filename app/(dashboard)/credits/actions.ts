"use server";

import { purchaseSchema } from "@/lib/billing/rules/purchase-input";
import { startPurchase } from "@/lib/billing/start-purchase";
import { defineAction } from "@/lib/web/define-action";

/** Redirects to the hosted payment page. */
export const buyCredits = defineAction({
  input: purchaseSchema,
  perPerson: { name: "start_purchase", points: 20, durationSeconds: 3_600 },
  run: ({ actor, input }) => startPurchase(actor, { creditsNanos: input.amount }),
  leaveTo: ({ url }) => url,
});
