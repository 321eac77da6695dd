import { Moment } from "@/components/product/moment";
import { Money } from "@/components/product/money";
import { Badge } from "@/components/ui/feedback/badge";
import type { Tone } from "@/components/ui/feedback/tone";
import type { Reversals } from "@/lib/billing/list-reversals";
import type { DisputeStatus, RefundStatus } from "@/lib/billing/rules/reversal";
import type { Nanos } from "@/lib/kernel/money";

type ReceiptReversalsProps = {
  readonly reversals: Reversals;
  readonly totalNanos: Nanos;
  readonly timeZone: string;
};

type Face = { readonly tone: Tone; readonly word: string; readonly meaning?: string };

const refundFaces: Record<RefundStatus, Face> = {
  pending: {
    tone: "held",
    word: "Refund in progress",
    meaning: "It reaches your account within a few days.",
  },
  succeeded: { tone: "warning", word: "Refunded" },
  failed: {
    tone: "neutral",
    word: "Refund failed",
    meaning: "Your bank sent the money back. The credits are in your balance again.",
  },
};

const disputeFaces: Record<DisputeStatus, Face> = {
  inquiry: {
    tone: "neutral",
    word: "Bank inquiry",
    meaning: "Your bank asked about this payment. No credits were taken back.",
  },
  open: {
    tone: "danger",
    word: "Dispute open",
    meaning:
      "Your bank holds this amount until it decides, so its credits were taken back. They return if the dispute is withdrawn or decided for the payment.",
  },
  won: {
    tone: "positive",
    word: "Dispute closed",
    meaning: "Your bank confirmed the payment. The credits are in your balance again.",
  },
  lost: {
    tone: "danger",
    word: "Dispute lost",
    meaning: "Your bank returned this amount to you for good. Its credits stay taken back.",
  },
};

/** What happened to the payment afterwards: each refund and dispute, and what it means for the credits. */
export function ReceiptReversals({ reversals, totalNanos, timeZone }: ReceiptReversalsProps) {
  const { refundedNanos, refunds, disputes } = reversals;
  const rows = [
    ...refunds.map((refund) => ({ ...refund, face: refundFaces[refund.status] })),
    ...disputes.map((dispute) => ({ ...dispute, face: disputeFaces[dispute.status] })),
  ].toSorted((left, right) => left.at.getTime() - right.at.getTime());
  if (rows.length === 0 && refundedNanos === 0n) return null;
  return (
    <section aria-labelledby="reversals" className="flex flex-col gap-2 border-t border-line pt-4">
      <h2 id="reversals" className="font-medium">
        Refunds and disputes
      </h2>
      {refundedNanos > 0n ? (
        <p>
          Refunded <Money nanos={refundedNanos} /> of <Money nanos={totalNanos} />.
        </p>
      ) : null}
      <ul className="flex flex-col gap-3">
        {rows.map(({ id, at, amountNanos, face }) => (
          <li key={id} className="flex flex-col gap-1">
            <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Badge tone={face.tone}>{face.word}</Badge>
              <Money nanos={amountNanos} />
              <span className="text-sm text-ink-muted">
                <Moment at={at} zone={timeZone} show="day" />
              </span>
            </span>
            {face.meaning ? <span className="text-sm text-ink-muted">{face.meaning}</span> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
