import { Moment } from "@/components/product/moment";
import { Money } from "@/components/product/money";
import { Button } from "@/components/ui/actions/button";
import { TextLink } from "@/components/ui/actions/text-link";
import { type Column, DataTable } from "@/components/ui/data/table";
import { Badge } from "@/components/ui/feedback/badge";
import type { Tone } from "@/components/ui/feedback/tone";
import { Disclosure } from "@/components/ui/layout/disclosure";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import type { AttemptView, AutoTopUpView } from "@/lib/billing/auto-top-up/get-auto-top-up";
import { cardLabel } from "@/lib/billing/rules/auto-top-up/card-label";
import { untaxedText } from "@/lib/billing/rules/auto-top-up/untaxed";
import { failureSentence } from "@/lib/billing/rules/failure-sentence";
import { env } from "@/lib/config/env";
import type { Formats } from "@/lib/kernel/format";
import { purchaseHref } from "@/lib/kernel/paths";
import { removeSavedCardAction } from "../actions";

type DetailsProps = { readonly view: AutoTopUpView; readonly timeZone: string; readonly formats: Formats };

/** What this month was charged, the card, what was agreed to, and every charge. Nothing before a card is saved. */
export function AutoTopUpDetails({ view, timeZone, formats }: DetailsProps) {
  const { card, agreed, attempts, terms, chargedNanos } = view;
  return (
    <>
      {terms && (attempts.length > 0 || view.state.kind !== "off") ? (
        <p className="text-sm text-ink-muted">
          Charged this month: {formats.dollars(chargedNanos)} of {formats.dollars(terms.monthlyMaxNanos)},
          fees included. Months are counted in UTC. Every charge gets a receipt and, when the workspace has a
          billing profile, an invoice.
        </p>
      ) : null}
      {env().stripe.automaticTax && terms ? <p className="text-sm text-ink-muted">{untaxedText}</p> : null}
      {card ? (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
          <span>
            Saved card: {cardLabel(card)}, valid until {`${card.expMonth}`.padStart(2, "0")}/{card.expYear}
          </span>
          <ConfirmDialog
            trigger={
              <Button size="small" variant="quiet">
                Remove card
              </Button>
            }
            title={`Remove ${cardLabel(card)}`}
            consequence="The card is removed here and at Stripe, and auto top-up is turned off."
            confirmLabel="Remove card"
            action={removeSavedCardAction}
            toast
          />
        </p>
      ) : null}
      {agreed ? (
        <Disclosure summary="What was agreed to">
          <blockquote className="max-w-[72ch] text-sm">{agreed.text}</blockquote>
          <p className="text-sm text-ink-muted">
            {agreed.by ?? "A former member"}, <Moment at={agreed.at} zone={timeZone} />
          </p>
        </Disclosure>
      ) : null}
      {attempts.length > 0 ? (
        <Disclosure summary={attempts.length < 10 ? "Automatic charges" : "Last 10 automatic charges"} open>
          <Attempts attempts={attempts} timeZone={timeZone} />
        </Disclosure>
      ) : null}
    </>
  );
}

type AttemptsProps = { readonly attempts: readonly AttemptView[]; readonly timeZone: string };

function Attempts({ attempts, timeZone }: AttemptsProps) {
  const columns: readonly Column<AttemptView>[] = [
    {
      id: "time",
      header: "Date",
      rowHeader: true,
      cell: ({ startedAt }) => <Moment at={startedAt} zone={timeZone} show="short" />,
    },
    {
      id: "outcome",
      header: "State",
      phone: "status",
      cell: ({ outcome, failureCode }) => {
        const face = failureCode === "authentication_required" ? unconfirmed : outcomes[outcome];
        return <Badge tone={face.tone}>{face.text}</Badge>;
      },
    },
    {
      id: "reason",
      header: "Reason",
      phone: "detail",
      cell: ({ failureCode }) => (failureCode ? failureSentence(failureCode) : null),
    },
    {
      id: "total",
      header: "Total",
      numeric: true,
      cell: ({ totalNanos }) => <Money nanos={totalNanos} />,
    },
    {
      id: "receipt",
      header: "Receipt",
      phone: "actions",
      cell: ({ outcome, purchaseId }) =>
        outcome === "succeeded" ? <TextLink href={purchaseHref(purchaseId)}>Receipt</TextLink> : null,
    },
  ];
  return (
    <DataTable
      caption={`Automatic charges, newest first, times in ${timeZone}`}
      columns={columns}
      rows={attempts}
      rowKey={({ purchaseId }) => purchaseId}
    />
  );
}

type Face = { readonly tone: Tone; readonly text: string };

const unconfirmed: Face = { tone: "warning", text: "Confirmation needed" };

const outcomes: Record<AttemptView["outcome"], Face> = {
  in_flight: { tone: "held", text: "Charging" },
  succeeded: { tone: "positive", text: "Charged" },
  declined: { tone: "danger", text: "Declined" },
  not_charged: { tone: "neutral", text: "Not charged" },
};
