import { formatDollars, type Nanos } from "@/lib/kernel/money";
import { mailMoment } from "@/lib/mail/rules/origin-facts";
import { type RenderedMail, renderMail } from "@/lib/mail/rules/render-mail";

export type ReceiptInput = {
  readonly id: string;
  readonly creditsNanos: Nanos;
  readonly feeNanos: Nanos;
  /** "card"; null while the payment processor has not named it. */
  readonly method: string | null;
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
  const { id, method } = purchase;
  const credits = formatDollars(purchase.creditsNanos);
  const total = formatDollars(purchase.creditsNanos + purchase.feeNanos);
  return renderMail({
    kind: "receipt",
    recipient: context.recipient,
    from: context.product,
    subject: `Receipt: ${total} paid, ${credits} added`,
    summary: `${credits} in credits added, ${total} paid, purchase ${id}`,
    heading: `${credits} in credits added`,
    paragraphs: ["Your payment has arrived. You can use the credits now."],
    isRecord: true,
    facts: [
      { label: "Credits", value: credits },
      { label: "Service fee", value: formatDollars(purchase.feeNanos) },
      { label: "Total paid", value: total, show: "total" },
      { label: "Date", value: mailMoment(context.paidAt) },
      ...(method === null ? [] : [{ label: "Payment method", value: capitalized(method) }]),
      { label: "Purchase", value: id, show: "code" },
    ],
    button: { label: "View receipt", url: context.purchaseUrl },
  });
}

function capitalized(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
