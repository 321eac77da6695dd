import type { Metadata } from "next";
import { z } from "zod";
import { SegmentedLinks } from "@/components/ui/actions/segmented-links";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { listCategories } from "@/lib/activity/list-categories";
import { listRankings } from "@/lib/activity/list-rankings";
import { catalog } from "@/lib/catalog/catalog";
import { paths } from "@/lib/kernel/paths";
import type { SearchParams } from "@/lib/kernel/search";
import { CategoryTable } from "./_components/category-table";
import { RankingTable } from "./_components/ranking-table";

export const metadata: Metadata = { title: "Rankings" };

const search = z.object({ days: z.enum(["1", "7", "30"]).catch("7") });

export default async function RankingsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { days } = search.parse(await searchParams);
  const [rows, byCategory] = await Promise.all([listRankings(Number(days)), listCategories(Number(days))]);
  const range = (value: "1" | "7" | "30", label: string) => ({
    label,
    href: `${paths.rankings}?days=${value}`,
    current: days === value,
  });
  return (
    <Stack gap="roomy">
      <PageHeader
        title="Rankings"
        sentence="Models by prompt and completion tokens across all accounts on this installation. Only anonymous totals are kept."
        action={
          <SegmentedLinks
            label="Range"
            items={[range("1", "Today"), range("7", "7 days"), range("30", "30 days")]}
          />
        }
      />
      <RankingTable rows={rows} known={new Set(catalog().modelById.keys())} />
      <CategoryTable rows={byCategory} />
    </Stack>
  );
}
