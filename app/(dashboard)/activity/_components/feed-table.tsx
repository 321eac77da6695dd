import Link from "next/link";
import { GenerationStatus } from "@/components/product/generation-status";
import { ModelName } from "@/components/product/model-name";
import { Moment } from "@/components/product/moment";
import { Money } from "@/components/product/money";
import { DataTable } from "@/components/ui/data/table";
import type { ActivityFilters } from "@/lib/activity/rules/activity-filters";
import type { GenerationRow } from "@/lib/activity/rules/generation-fields";
import { Origin, Speed, Tokens } from "./feed-cells";
import { generationHref } from "./generation-href";

export type FeedRowsProps = {
  readonly rows: readonly GenerationRow[];
  readonly filters: ActivityFilters;
  readonly zone: string;
};

/** The feed on wide screens. */
export function FeedTable({ rows, filters, zone }: FeedRowsProps) {
  return (
    <DataTable
      caption={`Requests, newest first, times in ${zone}`}
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          id: "time",
          header: "Time",
          rowHeader: true,
          cell: (row) => <TimeLink row={row} filters={filters} zone={zone} />,
        },
        { id: "model", header: "Model", cell: (row) => <ModelName id={row.model} provider={row.provider} /> },
        { id: "from", header: "App or key", cell: (row) => <Origin row={row} /> },
        { id: "tokens", header: "Tokens in → out", numeric: true, cell: (row) => <Tokens row={row} /> },
        { id: "cost", header: "Cost", numeric: true, cell: (row) => <Money nanos={row.costNanos} /> },
        { id: "speed", header: "Speed", numeric: true, cell: (row) => <Speed row={row} /> },
        {
          id: "status",
          header: "Status",
          cell: (row) => <GenerationStatus status={row.status} cancelled={row.cancelled} />,
        },
      ]}
    />
  );
}

function TimeLink({
  row,
  filters,
  zone,
}: {
  readonly row: GenerationRow;
  readonly filters: ActivityFilters;
  readonly zone: string;
}) {
  return (
    <Link
      href={generationHref(filters, row.wireId)}
      scroll={false}
      className="rounded-sm text-accent underline-offset-2 hover:underline"
    >
      <Moment at={row.createdAt} zone={zone} />
    </Link>
  );
}
