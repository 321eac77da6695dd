import { Download } from "lucide-react";
import { LinkButton } from "@/components/ui/actions/link-button";
import { Badge } from "@/components/ui/feedback/badge";
import { TextLink } from "@/components/ui/actions/text-link";
import { type Column, DataTable } from "@/components/ui/data/table";
import { statementHref } from "@/lib/kernel/paths";
import type { StatementMonth } from "@/lib/statements/list-statements";
import { monthName } from "@/lib/statements/rules/months";

const columns: readonly Column<StatementMonth>[] = [
  {
    id: "month",
    header: "Month",
    rowHeader: true,
    cell: ({ month }) => <TextLink href={statementHref(month)}>{monthName(month)}</TextLink>,
  },
  {
    id: "state",
    header: "State",
    phone: "detail",
    cell: ({ isFinished }) => (isFinished ? "Final" : <Badge tone="warning">Unfinished</Badge>),
  },
  {
    id: "zone",
    header: "Time zone",
    phone: "detail",
    cell: ({ zones }) => <span className="break-id">{zones.join(", then ")}</span>,
  },
  {
    id: "files",
    header: "Download",
    phone: "actions",
    cell: ({ month }) => (
      <span className="inline-flex gap-1">
        {(["pdf", "csv"] as const).map((format) => (
          <LinkButton
            key={format}
            href={statementHref(month, format)}
            download
            size="small"
            variant="quiet"
            icon={<Download aria-hidden />}
          >
            {format.toUpperCase()}
            <span className="sr-only"> of {monthName(month)}</span>
          </LinkButton>
        ))}
      </span>
    ),
  },
];

/** A statement for every month, newest first. */
export function StatementTable({ months }: { readonly months: readonly StatementMonth[] }) {
  return (
    <DataTable
      caption="Monthly statements, newest first"
      columns={columns}
      rows={months}
      rowKey={({ month }) => month}
    />
  );
}
