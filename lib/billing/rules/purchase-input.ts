import { z } from "zod";
import { textField } from "@/lib/kernel/text-field";
import { referenceLengthMax } from "./profile/reference-length";
import { readPurchaseAmount } from "./purchase-amount";

/** The form field: text in, nanos out. */
const purchaseAmountSchema = z.string().transform((text, context) => {
  const amount = readPurchaseAmount(text);
  if (amount.ok) return amount.creditsNanos;
  context.addIssue({ code: "custom", message: amount.message });
  return z.NEVER;
});

export const purchaseSchema = z.object({
  amount: purchaseAmountSchema,
  /** The buyer agreed that the card is kept. */
  saveCard: z
    .literal("on")
    .optional()
    .transform((value) => value === "on"),
  /** The buyer's own, such as a purchase order number. */
  reference: textField(referenceLengthMax).default(""),
});
