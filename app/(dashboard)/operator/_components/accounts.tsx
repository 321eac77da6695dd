import { randomUUID } from "node:crypto";
import { Search } from "lucide-react";
import { Button } from "@/components/ui/actions/button";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { Pagination } from "@/components/ui/data/pagination";
import { DataTable } from "@/components/ui/data/table";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { ActionForm } from "@/components/ui/forms/action-form";
import { TextField } from "@/components/ui/forms/text-field";
import { Card } from "@/components/ui/layout/card";
import { Disclosure } from "@/components/ui/layout/disclosure";
import { formatDay } from "@/lib/kernel/format";
import { formatDollars } from "@/lib/kernel/money";
import type { Page } from "@/lib/kernel/page";
import { paths } from "@/lib/kernel/paths";
import type { AccountRow } from "@/lib/operator/list-accounts";
import { grant } from "../actions";

type AccountsProps = {
  readonly page: Page<AccountRow>;
  readonly search: string;
  /** Why the text cannot be searched for, as the end of a sentence. */
  readonly problem: string | null;
  readonly isFirst: boolean;
};

export function Accounts({ page, search, problem, isFirst }: AccountsProps) {
  const query = search ? `?search=${encodeURIComponent(search)}` : "";
  const next = `${query}${query ? "&" : "?"}cursor=${page.nextCursor}`;
  return (
    <Card title="Accounts" description="Newest first. Balances come from the ledger; times are in UTC.">
      <form role="search" action={paths.operator} className="flex flex-wrap items-end gap-3">
        <TextField
          name="search"
          label="Email or workspace ID"
          defaultValue={search}
          error={problem ? `The search text ${problem}.` : undefined}
          optional
        />
        <Button type="submit" icon={<Search aria-hidden />}>
          Search
        </Button>
      </form>
      <DataTable
        caption="Workspaces with their owner and balance"
        rows={page.rows}
        rowKey={(row) => row.workspaceId}
        empty={
          <EmptyState title="No account matches">
            Search by the start of an email address, or by a full ID.
          </EmptyState>
        }
        columns={[
          { id: "email", header: "Owner", rowHeader: true, cell: (row) => row.email ?? "Deleted account" },
          {
            id: "balance",
            header: "Balance",
            numeric: true,
            cell: (row) => formatDollars(row.balanceNanos, { exact: true }),
          },
          { id: "held", header: "Held", numeric: true, cell: (row) => formatDollars(row.heldNanos) },
          { id: "bought", header: "Bought", numeric: true, cell: (row) => formatDollars(row.purchasedNanos) },
          { id: "since", header: "Since", cell: (row) => formatDay(row.createdAt, "UTC") },
          {
            id: "grant",
            header: "Grant",
            bare: true,
            cell: (row) => (row.deletedAt ? "Deleted" : <Grant row={row} />),
          },
        ]}
      />
      <Pagination
        label="accounts"
        firstHref={isFirst ? null : `${paths.operator}${query}`}
        nextHref={page.nextCursor ? `${paths.operator}${next}` : null}
      />
    </Card>
  );
}

function Grant({ row }: { readonly row: AccountRow }) {
  return (
    <Disclosure summary="Grant credits">
      <ActionForm
        action={grant}
        label={`Grant credits to ${row.email ?? row.workspaceId}`}
        fields={{ workspaceId: row.workspaceId, idempotencyKey: randomUUID() }}
      >
        <TextField name="amount" label="Amount" prefix="$" inputMode="decimal" numeric />
        <TextField
          name="reason"
          label="Reason"
          hint="The workspace sees this in its transactions."
          maxLength={200}
        />
        <SubmitButton>Grant credits</SubmitButton>
      </ActionForm>
    </Disclosure>
  );
}
