import Link from "next/link";
import { GenerationStatus } from "@/components/product/generation-status";
import { ModelName } from "@/components/product/model-name";
import { Moment } from "@/components/product/moment";
import { Money } from "@/components/product/money";
import { DataTable } from "@/components/ui/data/table";
import { appName } from "@/lib/activity/rules/app-name";
import { hasResponse, isUncharged, tokensText } from "@/lib/activity/rules/feed-item";
import type { GenerationRow } from "@/lib/activity/rules/generation-fields";
import { viewerFormats } from "@/lib/auth/viewer-formats";

type KeyRequestsProps = {
  readonly rows: readonly GenerationRow[];
  /** The activity page with this key's requests, which opens one of them in a sheet. */
  readonly href: string;
  readonly timeZone: string;
};

/** A short request to a cheap model costs millionths of a dollar. */
const costDecimals = 6;

/** The newest requests of one key. */
export async function KeyRequests({ rows, href, timeZone }: KeyRequestsProps) {
  const formats = await viewerFormats();
  return (
    <DataTable
      caption={`Latest requests of this key, times in ${timeZone}`}
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          id: "time",
          header: "Time",
          phone: "detail",
          cell: (row) => (
            <Link
              href={`${href}&generation=${row.wireId}`}
              prefetch={false}
              className="rounded-sm underline-offset-2 hover:underline"
            >
              <Moment at={row.createdAt} zone={timeZone} show="short" />
            </Link>
          ),
        },
        {
          id: "model",
          header: "Model",
          rowHeader: true,
          cell: (row) => <ModelName id={row.model} />,
        },
        { id: "app", header: "App", phone: "hidden", cell: (row) => appName(row) ?? "–" },
        {
          id: "tokens",
          header: "Tokens in → out",
          numeric: true,
          phone: "detail",
          cell: (row) => tokensText(row, formats),
        },
        {
          id: "cost",
          header: "Cost",
          numeric: true,
          phone: "amount",
          cell: (row) => <Cost row={row} />,
        },
        {
          id: "duration",
          header: "Duration",
          numeric: true,
          phone: "hidden",
          cell: (row) => formats.duration(row.latencyMs),
        },
        {
          id: "status",
          header: "Status",
          bare: true,
          phone: "status",
          // Only what went wrong stands out.
          cell: (row) =>
            row.status >= 400 || row.cancelled ? (
              <GenerationStatus status={row.status} cancelled={row.cancelled} />
            ) : null,
        },
      ]}
    />
  );
}

function Cost({ row }: { readonly row: GenerationRow }) {
  return isUncharged(row, row.costNanos) ? (
    <span className="font-normal text-ink-muted" title="Not charged">
      –
    </span>
  ) : (
    <Money nanos={row.costNanos} decimals={costDecimals} free={hasResponse(row)} />
  );
}
