import { Moment } from "@/components/product/moment";
import { Button } from "@/components/ui/actions/button";
import { CopyValue } from "@/components/ui/actions/copy-value";
import { TextLink } from "@/components/ui/actions/text-link";
import { type Column, DataTable } from "@/components/ui/data/table";
import { Badge } from "@/components/ui/feedback/badge";
import { TextField } from "@/components/ui/forms/text-field";
import { Card } from "@/components/ui/layout/card";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { refundErrorSentence } from "@/lib/billing/rules/refund-error";
import { listUnmatched, type UnmatchedRow } from "@/lib/operator/list-unmatched";
import { closeUnmatchedPayment, refundUnmatchedPayment } from "../actions";
import { accountHref } from "./payment-href";

const reasons: Readonly<Record<UnmatchedRow["reason"], string>> = {
  unknown_purchase: "Made outside of a purchase",
  second_payment: "Second payment of one purchase",
  deleted_account: "Account was deleted",
  amount_mismatch: "Amount differs from its purchase",
  currency_mismatch: "Currency differs from its purchase",
};

/** Payments that no purchase could take, for as long as any of them is not settled. */
export async function Unmatched() {
  const rows = await listUnmatched();
  if (rows.length === 0) return null;
  return (
    <Card
      title="Unmatched payments"
      description="Stripe received these, and no purchase can take them. Refund a payment, or settle it elsewhere, such as with a grant, and close it with a note."
    >
      <DataTable
        caption="Payments without a purchase, oldest first"
        rows={rows}
        rowKey={(row) => row.id}
        columns={columns}
      />
    </Card>
  );
}

/** "$25.00", or "25.00 EUR". */
function amountOf({ amountCents, currency }: UnmatchedRow): string {
  const amount = `${Math.floor(amountCents / 100)}.${String(amountCents % 100).padStart(2, "0")}`;
  return currency === "usd" ? `$${amount}` : `${amount} ${currency.toUpperCase()}`;
}

const columns: readonly Column<UnmatchedRow>[] = [
  {
    id: "found",
    header: "Found",
    phone: "detail",
    cell: (row) => <Moment at={row.foundAt} zone="UTC" show="short" />,
  },
  {
    id: "payment",
    header: "Payment",
    rowHeader: true,
    cell: (row) => <CopyValue value={row.id} label="payment ID" mono />,
  },
  { id: "amount", header: "Amount", numeric: true, cell: amountOf },
  { id: "reason", header: "Reason", phone: "detail", cell: (row) => reasons[row.reason] },
  {
    id: "account",
    header: "Account",
    phone: "hidden",
    cell: (row) =>
      row.workspaceId ? (
        <TextLink href={accountHref(row.workspaceId)} tone="quiet">
          View
        </TextLink>
      ) : (
        "Unknown"
      ),
  },
  {
    id: "state",
    header: "State",
    phone: "detail",
    cell: (row) => <State row={row} />,
  },
  {
    id: "actions",
    header: "Actions",
    bare: true,
    phone: "status",
    cell: (row) => <Decisions row={row} />,
  },
];

type RowProps = { readonly row: UnmatchedRow };

function State({ row }: RowProps) {
  if (row.error === null) {
    return row.state === "held" ? (
      <Badge tone="danger">Needs a decision</Badge>
    ) : (
      <Badge tone="held">Refund in progress</Badge>
    );
  }
  return (
    <span className="flex min-w-0 flex-col items-start gap-1">
      <Badge tone="danger">Refund failed</Badge>
      <span className="text-sm">{refundErrorSentence(row.error)}</span>
      <span className="text-xs text-ink-muted">
        {row.attempts === 1 ? "1 attempt" : `${row.attempts} attempts`}
        {row.state === "held" ? (
          ", and none is planned"
        ) : (
          <>
            , next <Moment at={row.nextTryAt} zone="UTC" show="short" />
          </>
        )}
      </span>
    </span>
  );
}

/** A payment that waits for a decision is refunded or closed. A refund that was not made can be ended. */
function Decisions({ row }: RowProps) {
  const isNew = row.state === "held" && row.error === null;
  return (
    <span className="flex flex-wrap justify-end gap-2">
      {isNew || row.error !== null ? <Refund row={row} /> : null}
      {isNew ? (
        <Close row={row} settled="closed" />
      ) : (
        <>
          <Close row={row} settled="kept" />
          <Close row={row} settled="refunded_elsewhere" />
        </>
      )}
    </span>
  );
}

function Refund({ row }: RowProps) {
  return (
    <ConfirmDialog
      trigger={<Button size="small">{row.error === null ? "Refund" : "Try again"}</Button>}
      title={`Refund ${amountOf(row)}`}
      consequence="The whole payment goes back to the payer. This can't be undone."
      confirmLabel="Refund payment"
      action={refundUnmatchedPayment}
      fields={{ paymentIntentId: row.id }}
      toast
    />
  );
}

const endings = {
  closed: {
    button: "Close",
    title: "Close this payment",
    consequence: "It was settled elsewhere. It no longer counts in reconciliation.",
    confirmLabel: "Close payment",
  },
  kept: {
    button: "Keep",
    title: "Keep this payment",
    consequence: "It won't be refunded, and no longer counts in reconciliation.",
    confirmLabel: "Keep payment",
  },
  refunded_elsewhere: {
    button: "Mark as refunded elsewhere",
    title: "Mark this payment as refunded elsewhere",
    consequence: "It won't be refunded from here anymore, and no longer counts in reconciliation.",
    confirmLabel: "Mark as refunded",
  },
} as const;

function Close({ row, settled }: RowProps & { readonly settled: keyof typeof endings }) {
  const { button, ...texts } = endings[settled];
  return (
    <ConfirmDialog
      trigger={<Button size="small">{button}</Button>}
      {...texts}
      tone="plain"
      action={closeUnmatchedPayment}
      fields={{ paymentIntentId: row.id, settled }}
      toast
    >
      <TextField name="note" label="Note" hint="What was done about the payment." maxLength={500} />
    </ConfirmDialog>
  );
}
