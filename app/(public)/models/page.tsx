import { Search } from "lucide-react";
import type { Metadata } from "next";
import { Button } from "@/components/ui/actions/button";
import { LinkButton } from "@/components/ui/actions/link-button";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Card } from "@/components/ui/layout/card";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { catalog } from "@/lib/catalog/catalog";
import { formatCount } from "@/lib/kernel/format";
import { paths } from "@/lib/kernel/paths";
import type { SearchParams } from "@/lib/kernel/search";
import { ModelTable } from "./_components/model-table";

export const metadata: Metadata = { title: "Models" };

export default async function ModelsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const { q } = await searchParams;
  const wanted = (typeof q === "string" ? q : "").trim().slice(0, 100);
  const { models } = catalog();
  const word = wanted.toLowerCase();
  const found = models.filter(
    ({ id, name }) => id.toLowerCase().includes(word) || name.toLowerCase().includes(word),
  );
  return (
    <Stack gap="roomy">
      <PageHeader
        title="Models"
        sentence="Available models at the provider’s list price, with each provider’s data policy."
      />
      <form method="get" action={paths.models} role="search" className="flex max-w-lg gap-2">
        <input
          type="search"
          name="q"
          defaultValue={wanted}
          aria-label="Search models by name"
          className="h-9 min-w-0 flex-1 rounded-md border border-line-strong bg-surface-raised px-3 max-sm:h-11"
        />
        <Button type="submit" icon={<Search aria-hidden />}>
          Search
        </Button>
      </form>
      <Card padding="flush">
        {found.length === 0 ? (
          <EmptyState
            title="No models found"
            action={<LinkButton href={paths.models}>Show all {formatCount(models.length)}</LinkButton>}
          >
            No model name contains “{wanted}”.
          </EmptyState>
        ) : (
          <ModelTable models={found} />
        )}
      </Card>
    </Stack>
  );
}
