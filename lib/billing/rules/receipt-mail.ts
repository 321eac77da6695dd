import { formatDollars, type Nanos } from "@/lib/kernel/money";

export type ReceiptInput = { readonly id: string; readonly creditsNanos: Nanos; readonly feeNanos: Nanos };

/** The mail about added credits. Stripe sends its receipt separately. */
export function receiptMail(purchase: ReceiptInput) {
  const credits = formatDollars(purchase.creditsNanos);
  return {
    kind: "receipt" as const,
    subject: `${credits} in credits added`,
    summary: `${credits} in credits added, purchase ${purchase.id}`,
    text: [
      `Your payment has arrived and ${credits} in credits added to your balance.`,
      "",
      `Credits:      ${credits}`,
      `Service fee:  ${formatDollars(purchase.feeNanos)}`,
      `Total paid:   ${formatDollars(purchase.creditsNanos + purchase.feeNanos)}`,
      `Purchase:     ${purchase.id}`,
      "",
      "Your receipt is on the Credits page, under Purchases.",
    ].join("\n"),
  };
}
