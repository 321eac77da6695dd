import type { Metadata } from "next";
import { LinkButton } from "@/components/ui/actions/link-button";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { PageHeader } from "@/components/ui/layout/page-header";
import { Stack } from "@/components/ui/layout/stack";
import { catalog } from "@/lib/catalog/catalog";
import { filterModels, parseModelFilters } from "@/lib/catalog/rules/model-filters";
import { defaultFormats } from "@/lib/kernel/format";
import { paths } from "@/lib/kernel/paths";
import type { SearchParams } from "@/lib/kernel/search";
import { FilterChips } from "./_components/filter-chips";
import { ModelFilterForm } from "./_components/model-filter-form";
import { ModelTable } from "./_components/model-table";

export const metadata: Metadata = { title: "Models" };

export default async function ModelsPage({ searchParams }: { readonly searchParams: SearchParams }) {
  const filters = parseModelFilters(await searchParams);
  const { models } = catalog();
  const matches = filterModels(models, filters);
  const all = defaultFormats.count(models.length);
  return (
    <Stack>
      <PageHeader
        title="Models"
        sentence="Every model at its providers’ list prices, with what each provider does with your prompts."
        action={<LinkButton href={paths.rankings}>Rankings</LinkButton>}
      />
      <ModelFilterForm filters={filters} />
      <FilterChips filters={filters} />
      <p role="status" className="text-sm text-ink-muted">
        {matches.length === models.length
          ? `${all} models, prices in US dollars per million tokens`
          : `${defaultFormats.count(matches.length)} of ${all} models, prices in US dollars per million tokens`}
      </p>
      {matches.length === 0 ? (
        <EmptyState
          title="No models found"
          action={<LinkButton href={paths.models}>Show all {all}</LinkButton>}
        >
          No model matches these filters. Remove one of them.
        </EmptyState>
      ) : (
        <ModelTable matches={matches} filters={filters} />
      )}
    </Stack>
  );
}
