import { ModelName } from "@/components/product/model-name";
import { DataTable } from "@/components/ui/data/table";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import type { Ranking } from "@/lib/activity/list-rankings";
import { changeText, shareText } from "@/lib/activity/rules/usage-sums";
import { formatCount } from "@/lib/kernel/format";

/** Models ranked by tokens, each with its share and change. */
export function RankingTable({ rows }: { readonly rows: readonly Ranking[] }) {
  const whole = rows.reduce((sum, { tokens }) => sum + tokens, 0n);
  return (
    <DataTable
      caption="Models by tokens"
      rows={rows.map((row, index) => ({ ...row, place: index + 1 }))}
      rowKey={(row) => row.model}
      empty={<EmptyState title="Nothing to rank yet">Rankings update hourly.</EmptyState>}
      columns={[
        { id: "place", header: "Rank", numeric: true, cell: (row) => row.place },
        { id: "model", header: "Model", rowHeader: true, cell: (row) => <ModelName id={row.model} /> },
        { id: "tokens", header: "Tokens", numeric: true, cell: (row) => formatCount(row.tokens) },
        {
          id: "share",
          header: "Share",
          numeric: true,
          cell: (row) => shareText(row.tokens, whole) ?? "",
        },
        { id: "requests", header: "Requests", numeric: true, cell: (row) => formatCount(row.requests) },
        {
          id: "change",
          header: "Change",
          numeric: true,
          cell: (row) => changeText(row.tokens, row.previousTokens) ?? "new",
        },
      ]}
    />
  );
}
