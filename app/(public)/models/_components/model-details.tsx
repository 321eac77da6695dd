import { callSnippets } from "@/lib/keys/rules/call-snippets";
import { MoneyText } from "@/components/product/money-text";
import { DefinitionList } from "@/components/ui/data/definition-list";
import { FigureStrip } from "@/components/ui/data/figure-strip";
import { SnippetTabs } from "@/components/ui/data/snippet-tabs";
import { Stack } from "@/components/ui/layout/stack";
import type { Model } from "@/lib/catalog/rules/catalog";
import { matchOf } from "@/lib/catalog/rules/model-filters";
import { tokenLimitText } from "@/lib/catalog/rules/token-limit";
import { apiBase } from "@/lib/config/env";
import { defaultFormats } from "@/lib/kernel/format";
import type { Nanos } from "@/lib/kernel/money";
import { present } from "@/lib/kernel/assert";
import { policyWords } from "@/lib/privacy/rules/endpoint-preview";
import { EndpointTable } from "./endpoint-table";

/** Everything about one model: key figures, its providers with their prices, a first call, and facts. */
export function ModelDetails({ model }: { readonly model: Model }) {
  const { endpoints } = model;
  const best = present(matchOf(model, endpoints), "endpoint");
  const output = Math.max(...endpoints.map(({ maxCompletionTokens }) => maxCompletionTokens));
  return (
    <>
      <FigureStrip
        label="Key figures"
        figures={[
          {
            label: "Input",
            value: <LowestPrice nanos={best.inputNanos} of={endpoints.map(({ prices }) => prices.prompt)} />,
            note: "per 1M tokens",
          },
          {
            label: "Output",
            value: (
              <LowestPrice nanos={best.outputNanos} of={endpoints.map(({ prices }) => prices.completion)} />
            ),
            note: "per 1M tokens",
          },
          { label: "Context", value: tokenLimitText(best.contextLength), note: "tokens" },
          { label: "Max output", value: tokenLimitText(output), note: "tokens" },
          {
            label: "Throughput",
            value: best.throughput === null ? "–" : best.throughput.toString(),
            note: best.throughput === null ? "not stated" : "tokens/s, stated",
          },
        ]}
      />
      <Section title="Providers and prices">
        <EndpointTable modelId={model.id} endpoints={endpoints} />
      </Section>
      <Section title="Quickstart">
        <SnippetTabs label="Language" snippets={callSnippets({ apiBase: apiBase(), model: model.id })} />
      </Section>
      <div className="grid gap-6 *:min-w-0 lg:grid-cols-2">
        <Section title="Details">
          <DefinitionList items={factsOf(model)} />
        </Section>
        <Section title="Data policies">
          <DefinitionList
            items={endpoints.map(({ provider, dataPolicy }) => ({
              term: provider.privacyPolicyUrl ? `${provider.name}’s policy` : provider.name,
              termHref: provider.privacyPolicyUrl ?? undefined,
              detail: policyWords(dataPolicy),
            }))}
          />
        </Section>
      </div>
    </>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: React.ReactNode }) {
  return (
    <section aria-label={title}>
      <Stack gap="tight">
        <h2 className="text-lg font-semibold">{title}</h2>
        {children}
      </Stack>
    </section>
  );
}

type LowestPriceProps = { readonly nanos: Nanos; readonly of: readonly Nanos[] };

/** "from $0.50" when providers have different prices. */
function LowestPrice({ nanos, of: prices }: LowestPriceProps) {
  const price = <MoneyText formats={defaultFormats} nanos={nanos} free />;
  if (nanos === 0n || prices.every((other) => other === nanos)) return price;
  return (
    <>
      <span className="text-base font-normal tracking-normal text-ink-muted">from </span>
      {price}
    </>
  );
}

function factsOf({ created, inputModalities, outputModalities, tokenizer, supportedParameters }: Model) {
  return [
    { term: "Added", detail: defaultFormats.day(new Date(created * 1_000), "UTC") },
    { term: "Reads", detail: inputModalities.join(", ") },
    { term: "Writes", detail: outputModalities.join(", ") },
    { term: "Tokenizer", detail: tokenizer },
    {
      term: "Parameters",
      detail: supportedParameters.length > 0 ? supportedParameters.join(", ") : "Not stated",
    },
  ];
}
