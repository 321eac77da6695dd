import { Button } from "@/components/ui/actions/button";
import { Moment } from "@/components/product/moment";
import { Pagination } from "@/components/ui/data/pagination";
import { type Column, DataTable } from "@/components/ui/data/table";
import { Badge } from "@/components/ui/feedback/badge";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Card } from "@/components/ui/layout/card";
import { Stack } from "@/components/ui/layout/stack";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import {
  countDisclosures,
  type DisclosureRow,
  type DisclosureYear,
  listDisclosures,
} from "@/lib/disclosures/list-disclosures";
import { basisLabels, categoriesText } from "@/lib/disclosures/rules/disclosure-kinds";
import { paths } from "@/lib/kernel/paths";
import { liftProhibitionAction } from "../actions";
import { DisclosureForm } from "./disclosure-form";

/** Disclosures to authorities, the numbers of each year, and the form that records one. */
export async function Disclosures({ cursor }: { readonly cursor?: string | undefined }) {
  const [page, years] = await Promise.all([listDisclosures(cursor ? { cursor } : {}), countDisclosures()]);
  return (
    <Stack>
      <DataTable
        caption="Disclosures to authorities, newest first"
        columns={columns}
        rows={page.rows}
        rowKey={({ id }) => id}
        empty={
          <EmptyState title="No disclosures">
            Data that an authority got, by legal process or in an emergency, appears here.
          </EmptyState>
        }
      />
      <Pagination
        label="disclosures"
        firstHref={cursor ? paths.operatorDisclosures : null}
        nextHref={page.nextCursor ? `${paths.operatorDisclosures}?cursor=${page.nextCursor}` : null}
      />
      {years.length > 0 ? (
        <Card title="By year" description="Numbers for a transparency report. They name no one.">
          <DataTable
            caption="Disclosures by year"
            columns={yearColumns}
            rows={years}
            rowKey={({ year }) => String(year)}
          />
        </Card>
      ) : null}
      <DisclosureForm />
    </Stack>
  );
}

const columns: readonly Column<DisclosureRow>[] = [
  {
    id: "authority",
    header: "Authority",
    rowHeader: true,
    cell: ({ authority, reference }) => (
      <span className="flex min-w-0 flex-col gap-0.5" dir="auto">
        <span className="break-id">{authority ?? "Erased with the account"}</span>
        {reference ? <span className="font-normal text-ink-muted break-id">{reference}</span> : null}
      </span>
    ),
  },
  { id: "basis", header: "Legal basis", phone: "detail", cell: ({ legalBasis }) => basisLabels[legalBasis] },
  { id: "on", header: "Disclosed", phone: "detail", cell: ({ disclosedOn }) => disclosedOn },
  { id: "data", header: "Data", phone: "hidden", cell: ({ categories }) => categoriesText(categories) },
  { id: "accounts", header: "Accounts", numeric: true, cell: ({ workspaceCount }) => workspaceCount },
  { id: "notice", header: "Notice", phone: "status", cell: (row) => <Notice row={row} /> },
];

const yearColumns: readonly Column<DisclosureYear>[] = [
  { id: "year", header: "Year", rowHeader: true, cell: ({ year }) => year },
  { id: "count", header: "Disclosures", numeric: true, phone: "detail", cell: (row) => row.disclosures },
  {
    id: "accounts",
    header: "Accounts",
    numeric: true,
    phone: "detail",
    cell: ({ workspaces }) => workspaces,
  },
];

/** Whether the owners were told, and the button that ends a prohibition. */
function Notice({ row }: { readonly row: DisclosureRow }) {
  if (!row.isForbidden)
    return (
      <Badge tone={row.toldCount > 0 ? "positive" : "neutral"}>
        {row.toldCount} told{row.deletedCount > 0 ? `, ${row.deletedCount} deleted` : ""}
      </Badge>
    );
  const canTell = row.deletedCount < row.workspaceCount;
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <span>
        Forbidden
        {row.forbiddenUntil ? (
          <>
            {" "}
            until <Moment at={new Date(row.forbiddenUntil.getTime() - 1)} zone="UTC" show="day" />
          </>
        ) : null}
      </span>
      {canTell ? (
        <ConfirmDialog
          trigger={<Button size="small">Tell now</Button>}
          title="Tell the owners now"
          consequence="Only if the prohibition has ended. The owners get an email at once, and the disclosure appears under Your data. This can't be undone."
          confirmLabel="Tell owners"
          action={liftProhibitionAction}
          fields={{ disclosureId: row.id }}
          toast
        />
      ) : (
        <span className="text-ink-muted">No account is left to tell</span>
      )}
    </span>
  );
}
