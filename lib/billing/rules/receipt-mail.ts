import { formatDollars, type Nanos } from "@/lib/kernel/money";
import { mailMoment } from "@/lib/mail/rules/origin-facts";
import { type RenderedMail, renderMail } from "@/lib/mail/rules/render-mail";
import { runningNumber } from "@/lib/kernel/running-number";
import { methodLabel } from "./method-label";

export type ReceiptInput = {
  /** The number of its transaction within the workspace. */
  readonly receiptNumber: number;
  readonly creditsNanos: Nanos;
  readonly feeNanos: Nanos;
  /** "card"; null while the payment processor has not named it. */
  readonly method: string | null;
  /** Bought by auto top-up. */
  readonly isAutomatic: boolean;
  /** Paid on top; zero without automatic tax. */
  readonly taxNanos: Nanos;
  /** The buyer's own. */
  readonly reference: string | null;
  /** Null while Stripe has not issued it. */
  readonly invoice: { readonly number: string; readonly url: string } | null;
};

type ReceiptContext = {
  readonly product: string;
  readonly recipient: string;
  /** The page with the receipt. */
  readonly purchaseUrl: string;
  readonly paidAt: Date;
};

/** The mail about added credits. Stripe sends its receipt separately. */
export function receiptMail(purchase: ReceiptInput, context: ReceiptContext): RenderedMail {
  const { method, taxNanos, reference, invoice } = purchase;
  const number = runningNumber(purchase.receiptNumber);
  const credits = formatDollars(purchase.creditsNanos);
  const total = formatDollars(purchase.creditsNanos + purchase.feeNanos + taxNanos);
  return renderMail({
    kind: "receipt",
    recipient: context.recipient,
    from: context.product,
    subject: `Receipt: ${total} paid, ${credits} added`,
    summary: `${credits} in credits added, ${total} paid, receipt ${number}`,
    heading: `You paid ${total}`,
    paragraphs: [
      purchase.isAutomatic
        ? `Your balance fell below the threshold, so auto top-up bought ${credits} in credits with your saved card. You can use them now.`
        : `${credits} in credits were added to your balance. You can use them now.`,
    ],
    isRecord: true,
    facts: [
      { label: "Receipt", value: number, show: "code" },
      { label: "Credits", value: credits },
      { label: "Service fee", value: formatDollars(purchase.feeNanos) },
      ...(taxNanos > 0n ? [{ label: "Tax", value: formatDollars(taxNanos) }] : []),
      { label: "Total paid", value: total, show: "total" },
      { label: "Date", value: mailMoment(context.paidAt) },
      ...(purchase.isAutomatic ? [{ label: "Bought by", value: "Auto top-up" }] : []),
      ...(method === null ? [] : [{ label: "Payment method", value: methodLabel(method) }]),
      ...(reference === null ? [] : [{ label: "PO number", value: reference }]),
      ...(invoice === null ? [] : [{ label: "Invoice", value: invoice.number }]),
    ],
    button: { label: "View receipt", url: context.purchaseUrl },
    ...(invoice && { links: [{ label: "View invoice", url: invoice.url }] }),
    ...(!invoice && { closing: "The invoice will appear on the receipt page." }),
  });
}
