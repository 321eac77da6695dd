import { Moment } from "@/components/product/moment";
import { Money } from "@/components/product/money";
import { PurchaseStatus } from "@/components/product/purchase-status";
import { CopyValue } from "@/components/ui/actions/copy-value";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { TextLink } from "@/components/ui/actions/text-link";
import { DefinitionList } from "@/components/ui/data/definition-list";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { ActionForm } from "@/components/ui/forms/action-form";
import { RouteSheet } from "@/components/ui/overlays/sheet";
import { recordOperatorViews } from "@/lib/audit/operator-views";
import { failureCause } from "@/lib/billing/rules/failure-sentence";
import { methodLabel } from "@/lib/billing/rules/method-label";
import { stripeDashboard } from "@/lib/billing/stripe-dashboard";
import type { Actor } from "@/lib/kernel/actor";
import { nanosPerCent } from "@/lib/kernel/money";
import { getPayment, type PaymentDetail } from "@/lib/operator/get-payment";
import { checkPurchase } from "../actions";
import { PaymentEvents, Reversals } from "./payment-history";
import { accountHref } from "./payment-href";

type PaymentSheetProps = { readonly id: string; readonly operator: Actor; readonly closeHref: string };

/** One purchase: its money, its ids at Stripe, and everything that Stripe said about it. */
export async function PaymentSheet({ id, operator, closeHref }: PaymentSheetProps) {
  const payment = await getPayment(id);
  if (!payment) {
    return (
      <RouteSheet title="Purchase" closeHref={closeHref}>
        <EmptyState title="Purchase not found">No purchase has this ID.</EmptyState>
      </RouteSheet>
    );
  }
  await recordOperatorViews(operator, [{ workspaceId: payment.workspaceId, what: "purchase" }]);
  return (
    <RouteSheet title={payment.email ?? "Deleted account"} description="Purchase" closeHref={closeHref}>
      <p className="flex flex-wrap items-center justify-between gap-2">
        <CopyValue value={payment.id} label="purchase ID" mono />
        <PurchaseStatus label={payment.label} />
      </p>
      {payment.failureCode ? <p className="text-ink-muted">{failureCause(payment.failureCode)}</p> : null}
      <Facts payment={payment} />
      <Checks payment={payment} />
      <Reversals title="Refunds" rows={payment.refunds} />
      <Reversals title="Disputes" rows={payment.disputes} />
      <PaymentEvents events={payment.events} />
    </RouteSheet>
  );
}

function Facts({ payment }: { readonly payment: PaymentDetail }) {
  const dashboard = stripeDashboard();
  const optional = (term: string, at: Date | null) =>
    at ? [{ term, detail: <Moment at={at} zone="UTC" /> }] : [];
  const stripeId = (term: string, id: string | null, page?: string) =>
    id
      ? [
          {
            term,
            detail: <StripeId id={id} href={dashboard && page ? `${dashboard}/${page}/${id}` : null} />,
          },
        ]
      : [];
  return (
    <DefinitionList
      items={[
        { term: "Credits", detail: <Money nanos={payment.creditsNanos} exact /> },
        { term: "Fee", detail: <Money nanos={payment.feeNanos} exact /> },
        { term: "Total", detail: <Money nanos={BigInt(payment.totalCents) * nanosPerCent} /> },
        { term: "Refunded", detail: <Money nanos={BigInt(payment.refundedCents) * nanosPerCent} /> },
        { term: "Credits taken back", detail: <Money nanos={payment.reversedNanos} exact /> },
        {
          term: "Account",
          detail: <TextLink href={accountHref(payment.workspaceId)}>View account</TextLink>,
        },
        { term: "Method", detail: payment.method === null ? "–" : methodLabel(payment.method) },
        { term: "Origin", detail: payment.origin === "auto_top_up" ? "Auto top-up" : "Checkout" },
        ...optional("Started", payment.createdAt),
        ...optional("Credited", payment.creditedAt),
        ...stripeId("Payment", payment.paymentIntentId, "payments"),
        ...stripeId("Charge", payment.chargeId, "payments"),
        ...stripeId("Checkout session", payment.sessionId),
      ]}
    />
  );
}

function StripeId({ id, href }: { readonly id: string; readonly href: string | null }) {
  return (
    <span className="inline-flex flex-wrap items-center justify-end gap-x-2">
      <CopyValue value={id} label="ID" mono align="end" />
      {href ? (
        <TextLink href={href} external>
          Open in Stripe
        </TextLink>
      ) : null}
    </span>
  );
}

/** When Stripe was and will be asked about a purchase that is not settled. */
function Checks({ payment }: { readonly payment: PaymentDetail }) {
  return (
    <section aria-label="Checks with Stripe" className="flex flex-col gap-3 border-t border-line pt-4">
      <h3 className="text-lg font-semibold">Checks with Stripe</h3>
      <DefinitionList
        items={[
          {
            term: "Last check",
            detail: payment.checkedAt ? <Moment at={payment.checkedAt} zone="UTC" /> : "Never",
          },
          {
            term: "Next check",
            detail: payment.nextCheckAt ? (
              <Moment at={payment.nextCheckAt} zone="UTC" />
            ) : (
              "None, it's settled"
            ),
          },
        ]}
      />
      {payment.nextCheckAt ? (
        <ActionForm action={checkPurchase} fields={{ purchaseId: payment.id }} label="Check with Stripe">
          <SubmitButton variant="secondary">Check now</SubmitButton>
        </ActionForm>
      ) : null}
    </section>
  );
}
