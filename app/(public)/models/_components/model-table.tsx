import { ModelName } from "@/components/product/model-name";
import { CopyButton } from "@/components/ui/actions/copy-button";
import { DataTable } from "@/components/ui/data/table";
import type { Endpoint, Model } from "@/lib/catalog/rules/catalog";
import { formatCount } from "@/lib/kernel/format";
import { formatDollars, type Nanos } from "@/lib/kernel/money";
import { policyWords } from "@/lib/privacy/rules/endpoint-preview";

type Offer = { readonly model: Model; readonly endpoint: Endpoint };

/** One row per model and provider: price and data policy of a model differ between providers. */
export function ModelTable({ models }: { readonly models: readonly Model[] }) {
  const offers = models.flatMap((model) => model.endpoints.map((endpoint): Offer => ({ model, endpoint })));
  return (
    <DataTable
      caption="Models by provider. Prices are US dollars per million tokens."
      captionShown
      rows={offers}
      rowKey={({ endpoint }) => endpoint.id}
      columns={[
        {
          id: "model",
          header: "Model",
          rowHeader: true,
          cell: ({ model }) => (
            <span className="flex items-center gap-1 max-sm:justify-end">
              <ModelName id={model.id} />
              <CopyButton text={model.id} label={`Copy ${model.id}`} iconOnly variant="quiet" />
            </span>
          ),
        },
        { id: "provider", header: "Provider", cell: ({ endpoint }) => endpoint.provider.name },
        {
          id: "prompt",
          header: "Prompt",
          numeric: true,
          cell: ({ endpoint }) => price(endpoint.prices.prompt),
        },
        {
          id: "cached",
          header: "Cached",
          numeric: true,
          cell: ({ endpoint }) => price(endpoint.prices.cached),
        },
        {
          id: "completion",
          header: "Completion",
          numeric: true,
          cell: ({ endpoint }) => price(endpoint.prices.completion),
        },
        {
          id: "context",
          header: "Context",
          numeric: true,
          cell: ({ endpoint }) => formatCount(endpoint.contextLength),
        },
        { id: "policy", header: "Data policy", cell: ({ endpoint }) => policyWords(endpoint.dataPolicy) },
      ]}
    />
  );
}

function price(perMillion: Nanos): string {
  return perMillion === 0n ? "Free" : formatDollars(perMillion, { exact: true });
}
