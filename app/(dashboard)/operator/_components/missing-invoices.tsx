import { Moment } from "@/components/product/moment";
import { Button } from "@/components/ui/actions/button";
import { TextLink } from "@/components/ui/actions/text-link";
import { type Column, DataTable } from "@/components/ui/data/table";
import { Badge } from "@/components/ui/feedback/badge";
import { Card } from "@/components/ui/layout/card";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { invoiceErrorSentence } from "@/lib/billing/rules/auto-top-up/invoice-error";
import { listMissingInvoices, type MissingInvoice } from "@/lib/operator/list-missing-invoices";
import { closeInvoiceAction, retryInvoiceAction } from "../actions";
import { accountHref } from "./payment-href";

/** Automatic charges without the invoice that their workspaces expect, for as long as there are any. */
export async function MissingInvoices() {
  const rows = await listMissingInvoices();
  if (rows.length === 0) return null;
  return (
    <Card
      title="Missing invoices"
      description="These automatic charges should have an invoice and don’t. One that couldn’t be finished within a day was withdrawn at Stripe, so that no one pays it."
    >
      <DataTable
        caption="Automatic charges without an invoice, oldest first"
        rows={rows}
        rowKey={(row) => row.purchaseId}
        columns={columns}
      />
    </Card>
  );
}

const columns: readonly Column<MissingInvoice>[] = [
  {
    id: "charged",
    header: "Charged",
    rowHeader: true,
    cell: (row) => <Moment at={row.chargedAt} zone="UTC" show="short" />,
  },
  {
    id: "account",
    header: "Account",
    phone: "detail",
    cell: (row) => (
      <TextLink href={accountHref(row.workspaceId)} tone="quiet">
        View
      </TextLink>
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
    cell: (row) => (row.nextAt === null ? <Decisions row={row} /> : null),
  },
];

type RowProps = { readonly row: MissingInvoice };

function State({ row }: RowProps) {
  return (
    <span className="flex min-w-0 flex-col items-start gap-1">
      {row.nextAt === null ? (
        <Badge tone="danger">Given up</Badge>
      ) : (
        <Badge tone="warning">Not written yet</Badge>
      )}
      <span className="text-sm">{invoiceErrorSentence(row.error)}</span>
      {row.nextAt ? (
        <span className="text-xs text-ink-muted">
          Next attempt <Moment at={row.nextAt} zone="UTC" show="short" />
        </span>
      ) : null}
    </span>
  );
}

function Decisions({ row }: RowProps) {
  return (
    <span className="flex flex-wrap justify-end gap-2">
      <Retry row={row} />
      <ConfirmDialog
        trigger={<Button size="small">Close</Button>}
        title="Close this missing invoice"
        consequence="It is no longer listed, and none is written for this charge. Close it when you issued one elsewhere, or when none is needed."
        confirmLabel="Close missing invoice"
        tone="plain"
        action={closeInvoiceAction}
        fields={{ purchaseId: row.purchaseId }}
        toast
      />
    </span>
  );
}

function Retry({ row }: RowProps) {
  return (
    <ConfirmDialog
      trigger={<Button size="small">Try again</Button>}
      title="Write this invoice again"
      consequence="A new invoice is written and paid by the charge that was made. The card isn’t charged."
      confirmLabel="Write invoice"
      tone="plain"
      action={retryInvoiceAction}
      fields={{ purchaseId: row.purchaseId }}
      toast
    />
  );
}
