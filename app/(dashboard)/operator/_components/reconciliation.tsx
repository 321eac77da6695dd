import { CopyValue } from "@/components/ui/actions/copy-value";
import { TextLink } from "@/components/ui/actions/text-link";
import { type Column, DataTable } from "@/components/ui/data/table";
import { Badge } from "@/components/ui/feedback/badge";
import { Card } from "@/components/ui/layout/card";
import { Stack } from "@/components/ui/layout/stack";
import { viewerFormats } from "@/lib/auth/viewer-formats";
import {
  type LatestReconciliation,
  latestReconciliation,
} from "@/lib/billing/reconciliations/latest-reconciliation";
import { checkLabel, driftLabel, exactDollars } from "@/lib/billing/rules/reconciliation-text";
import type { DriftRow, ReconciliationCheck } from "@/lib/billing/rules/reconciliation-result";
import { reconcileAction } from "../actions";
import { accountHref, paymentHref } from "./payment-href";
import { RecordedRun } from "./recorded-run";

/** The last reconciliation, the one in progress, and a button that requests one. */
export async function Reconciliation() {
  const latest = await latestReconciliation();
  const { finished } = latest;
  return (
    <Stack gap="roomy">
      <RecordedRun
        title="Reconciliation"
        description="Compares the ledger with recorded usage, with purchases, and with the balance of your Stripe account, every hour and on request."
        name="Reconciliation"
        action={reconcileAction}
        label="Reconcile"
        button="Reconcile now"
        latest={latest}
        reasons={reasons}
        notYet="Not reconciled yet"
      >
        {finished ? <Finished finished={finished} /> : null}
      </RecordedRun>
      {finished ? <DriftRows checks={finished.result.checks} /> : null}
    </Stack>
  );
}

const reasons = {
  stripe:
    "Stripe did not respond or rejected a request. Check the lines stripe and webhook of npm run counterfoil -- doctor.",
  timeout:
    "a comparison took longer than 10 minutes. Run npm run counterfoil -- reconcile, which has no time limit.",
};

async function Finished({ finished }: { readonly finished: NonNullable<LatestReconciliation["finished"]> }) {
  const formats = await viewerFormats();
  const { result, driftNanos, finishedAt } = finished;
  const isClean = driftNanos === 0n;
  return (
    <>
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <span className="tabular text-2xl font-semibold">{exactDollars(driftNanos)}</span>
        <Badge tone={isClean ? "positive" : "danger"}>{isClean ? "No drift" : "Drift"}</Badge>
        <span className="text-ink-muted">{formats.moment(finishedAt, "UTC")}</span>
      </p>
      <DataTable
        caption="What was compared with the ledger"
        rows={result.checks}
        rowKey={(check) => check.name}
        columns={[
          {
            id: "name",
            header: "Ledger against",
            rowHeader: true,
            cell: (check) => checkLabel(check.name),
          },
          { id: "drift", header: "Drift", numeric: true, cell: (check) => exactDollars(check.driftNanos) },
          { id: "rows", header: "Rows", numeric: true, cell: (check) => formats.count(check.count) },
          {
            id: "state",
            header: "State",
            phone: "status",
            cell: (check) => (
              <Badge tone={check.count === 0 ? "positive" : "danger"}>
                {check.count === 0 ? "OK" : "Differs"}
              </Badge>
            ),
          },
        ]}
      />
      <p className="text-sm text-ink-muted">
        Stripe’s balance was read up to {formats.moment(new Date(result.through), "UTC")}
        {result.isComplete ? "" : "; the next run continues"}. The last run read {formats.count(result.read)}{" "}
        balance transactions, {formats.count(result.foreign)} of them not from this product.
      </p>
    </>
  );
}

function DriftRows({ checks }: { readonly checks: readonly ReconciliationCheck[] }) {
  const rows = checks.flatMap((check) => check.rows);
  if (rows.length === 0) return null;
  const rest = checks.reduce((sum, check) => sum + check.count, 0) - rows.length;
  return (
    <Card title="Rows that differ" padding="flush">
      <DataTable
        caption={`Rows that differ${rest > 0 ? `, the largest of each comparison; ${rest} more are not listed` : ""}`}
        captionShown={rest > 0}
        rows={rows}
        rowKey={(row) => `${row.kind} ${row.id}`}
        columns={driftColumns}
      />
    </Card>
  );
}

const driftColumns: readonly Column<DriftRow>[] = [
  { id: "kind", header: "Difference", rowHeader: true, cell: (row) => driftLabel(row.kind) },
  { id: "id", header: "ID", phone: "detail", cell: (row) => <CopyValue value={row.id} label="ID" mono /> },
  {
    id: "link",
    header: "Record",
    phone: "status",
    cell: (row) =>
      row.purchaseId ? (
        <TextLink href={paymentHref(row.purchaseId)}>Purchase</TextLink>
      ) : row.workspaceId ? (
        <TextLink href={accountHref(row.workspaceId)}>Account</TextLink>
      ) : (
        "–"
      ),
  },
  {
    id: "ledger",
    header: "Ledger",
    numeric: true,
    phone: "hidden",
    cell: (row) => exactDollars(row.ledgerNanos),
  },
  {
    id: "other",
    header: "Compared with",
    numeric: true,
    phone: "hidden",
    cell: (row) => exactDollars(row.otherNanos),
  },
  {
    id: "drift",
    header: "Drift",
    numeric: true,
    phone: "amount",
    cell: (row) => exactDollars(row.driftNanos),
  },
];
