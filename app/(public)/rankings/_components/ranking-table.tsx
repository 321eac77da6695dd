import Link from "next/link";
import { ModelName } from "@/components/product/model-name";
import { DataTable } from "@/components/ui/data/table";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import type { Ranking } from "@/lib/activity/list-rankings";
import { changeText, shareText } from "@/lib/activity/rules/usage-sums";
import { modelPath } from "@/lib/catalog/rules/model-path";
import { defaultFormats } from "@/lib/kernel/format";

type RankingTableProps = {
  readonly rows: readonly Ranking[];
  /** Models with a page. A model that left the catalog stays in the rankings. */
  readonly known: ReadonlySet<string>;
};

type Row = Ranking & { readonly rank: number };

/** Models ranked by tokens, each with a bar of its share, and its change in rank and tokens. */
export function RankingTable({ rows, known }: RankingTableProps) {
  const most = rows[0]?.tokens ?? 1n;
  return (
    <DataTable
      caption="Models by tokens"
      rows={rows.map((row, index): Row => ({ ...row, rank: index + 1 }))}
      rowKey={(row) => row.model}
      empty={<EmptyState title="Nothing to rank yet">Rankings update hourly.</EmptyState>}
      columns={[
        { id: "rank", header: "Rank", phone: "hidden", cell: (row) => <Rank row={row} /> },
        {
          id: "model",
          header: "Model",
          rowHeader: true,
          cell: (row) => (
            <>
              <span className="tabular mr-2 font-normal text-ink-muted @min-[40rem]/table:hidden">
                {row.rank} <Change row={row} />
              </span>
              {known.has(row.model) ? (
                <Link href={modelPath(row.model)} className="rounded-sm hover:underline">
                  <ModelName id={row.model} />
                </Link>
              ) : (
                <ModelName id={row.model} />
              )}
            </>
          ),
        },
        {
          id: "share",
          header: "Share",
          phone: "status",
          cell: (row) => <Share row={row} most={most} />,
        },
        {
          id: "tokens",
          header: "Tokens",
          numeric: true,
          cell: ({ tokens }) => <Count of={tokens} unit="token" />,
        },
        {
          id: "requests",
          header: "Requests",
          numeric: true,
          phone: "detail",
          cell: ({ requests }) => <Count of={requests} unit="request" />,
        },
        {
          id: "change",
          header: "Change in tokens",
          numeric: true,
          phone: "hidden",
          cell: (row) => changeText(row.tokens, row.previousTokens, defaultFormats) ?? "New",
        },
      ]}
    />
  );
}

/** "3 ▲2": the rank, and by how many places it rose or fell. */
function Rank({ row }: { readonly row: Row }) {
  return (
    <span className="tabular inline-flex min-w-14 items-baseline gap-2">
      <span className="min-w-5 text-right">{row.rank}</span>
      <Change row={row} />
    </span>
  );
}

function Change({ row: { rank, previousRank } }: { readonly row: Row }) {
  const rise = previousRank === null ? 0 : previousRank - rank;
  if (rise === 0) return null;
  return (
    <span className="text-xs text-ink-muted">
      <span aria-hidden>{rise > 0 ? "▲" : "▼"}</span>
      <span className="sr-only">{rise > 0 ? "up " : "down "}</span>
      {Math.abs(rise)}
    </span>
  );
}

/** A number, with its unit where there is no column head. */
function Count({ of: count, unit }: { readonly of: bigint; readonly unit: string }) {
  return (
    <>
      {defaultFormats.count(count)}
      <span className="@min-[40rem]/table:hidden">{` ${unit}${count === 1n ? "" : "s"}`}</span>
    </>
  );
}

/** The share in words, with a bar relative to the first rank. An SVG, since the content policy forbids inline styles. */
function Share({ row, most }: { readonly row: Row; readonly most: bigint }) {
  const width = Number((row.tokens * 1_000n) / most) / 10;
  return (
    <span className="flex items-center gap-3">
      <svg
        aria-hidden
        className="h-2 w-40 shrink-0 @max-[40rem]:hidden"
        preserveAspectRatio="none"
        viewBox="0 0 100 8"
      >
        <rect width={Math.max(width, 0.5)} height="8" className="fill-series-1" />
      </svg>
      <span className="tabular">{shareText(row.tokens, row.allTokens, defaultFormats)}</span>
    </span>
  );
}
