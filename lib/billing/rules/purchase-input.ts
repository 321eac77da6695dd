import { z } from "zod";
import { readPurchaseAmount } from "./purchase-amount";

/** The form field: text in, nanos out. */
const purchaseAmountSchema = z.string().transform((text, context) => {
  const amount = readPurchaseAmount(text);
  if (amount.ok) return amount.creditsNanos;
  context.addIssue({ code: "custom", message: amount.message });
  return z.NEVER;
});

export const purchaseSchema = z.object({ amount: purchaseAmountSchema });
