import { formatDollars } from "@/lib/kernel/money";
import { mailMoment } from "@/lib/mail/rules/origin-facts";
import { type RenderedMail, renderMail } from "@/lib/mail/rules/render-mail";
import { driftOf, type ReconciliationCheck } from "./reconciliation-result";
import { checkLabel } from "./reconciliation-text";

export type OperatorMailContext = {
  readonly product: string;
  readonly recipient: string;
  /** The operator's area. */
  readonly operatorUrl: string;
};

/** The mail about records of the same money that differ. */
export function driftMail(
  found: { readonly checks: readonly ReconciliationCheck[]; readonly finishedAt: Date },
  context: OperatorMailContext,
): RenderedMail {
  const drift = formatDollars(driftOf(found.checks), { exact: true });
  return renderMail({
    kind: "reconciliation_drift",
    recipient: context.recipient,
    from: context.product,
    subject: `Reconciliation found a drift of ${drift}`,
    heading: `Drift of ${drift}`,
    paragraphs: [
      "The last reconciliation found rows that differ. You get another email only when the amount changes.",
    ],
    facts: [
      ...found.checks.map(({ name, driftNanos, count }) => ({
        label: checkLabel(name),
        value: `${formatDollars(driftNanos, { exact: true })} in ${count} ${count === 1 ? "row" : "rows"}`,
      })),
      { label: "Finished", value: mailMoment(found.finishedAt) },
    ],
    button: { label: "View the rows", url: `${context.operatorUrl}/reconciliation` },
  });
}

/** The mail about Stripe events that keep failing. */
export function failingEventsMail(count: number, context: OperatorMailContext): RenderedMail {
  const events = count === 1 ? "1 Stripe event" : `${count} Stripe events`;
  const verb = count === 1 ? "needs" : "need";
  return renderMail({
    kind: "stripe_events_failing",
    recipient: context.recipient,
    from: context.product,
    subject: `${events} can't be applied`,
    heading: `${events} ${verb} attention`,
    paragraphs: [
      "They were received and stored, but applying them failed several times. Each is retried for a day, and no other event waits for them.",
      "You get at most one email about this per hour.",
    ],
    button: { label: "View the events", url: `${context.operatorUrl}/webhooks?filter=attention` },
  });
}
