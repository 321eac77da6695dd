import type { Metadata } from "next";
import { z } from "zod";
import { ModelName } from "@/components/product/model-name";
import { SegmentedLinks } from "@/components/ui/actions/segmented-links";
import { DataTable } from "@/components/ui/data/table";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Card } from "@/components/ui/layout/card";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { listRankings } from "@/lib/activity/list-rankings";
import { changeText, shareText } from "@/lib/activity/rules/usage-sums";
import { formatCount } from "@/lib/kernel/format";
import { paths } from "@/lib/kernel/paths";
import type { SearchParams } from "@/lib/kernel/search";

export const metadata: Metadata = { title: "Rankings" };

const search = z.object({ days: z.enum(["1", "7", "30"]).catch("7") });

export default async function RankingsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { days } = search.parse(await searchParams);
  const rows = (await listRankings(Number(days))).map((row, index) => ({ ...row, place: index + 1 }));
  const whole = rows.reduce((sum, { tokens }) => sum + tokens, 0n);
  const range = (value: "1" | "7" | "30", label: string) => ({
    label,
    href: `${paths.rankings}?days=${value}`,
    current: days === value,
  });
  return (
    <Stack gap="roomy">
      <PageHeader
        title="Rankings"
        sentence="Models by prompt and completion tokens across all accounts on this installation. Only these anonymous totals are kept."
        action={
          <SegmentedLinks
            label="Range"
            items={[range("1", "Today"), range("7", "7 days"), range("30", "30 days")]}
          />
        }
      />
      <Card padding="flush">
        <DataTable
          caption="Models by tokens"
          rows={rows}
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
      </Card>
    </Stack>
  );
}
