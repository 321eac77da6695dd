import { callSnippets } from "@/lib/keys/rules/call-snippets";
import { MoneyText } from "@/components/product/money-text";
import { TextLink } from "@/components/ui/actions/text-link";
import { DefinitionList } from "@/components/ui/data/definition-list";
import { FigureStrip } from "@/components/ui/data/figure-strip";
import { SnippetTabs } from "@/components/ui/data/snippet-tabs";
import { Stack } from "@/components/ui/layout/stack";
import type { Model, Provider } from "@/lib/catalog/rules/catalog";
import { matchOf } from "@/lib/catalog/rules/model-filters";
import { apiBase } from "@/lib/config/env";
import { defaultFormats } from "@/lib/kernel/format";
import { present } from "@/lib/kernel/assert";
import { policyWords } from "@/lib/privacy/rules/endpoint-preview";
import { EndpointTable } from "./endpoint-table";

/** Everything about one model: key figures, its providers with their prices, a first call, and facts. */
export function ModelDetails({ model }: { readonly model: Model }) {
  const { endpoints } = model;
  const best = present(matchOf(model, endpoints), "endpoint");
  const from = endpoints.length > 1 ? "per 1M tokens and up" : "per 1M tokens";
  const output = Math.max(...endpoints.map(({ maxCompletionTokens }) => maxCompletionTokens));
  return (
    <>
      <FigureStrip
        label="Key figures"
        figures={[
          {
            label: "Input",
            value: <MoneyText formats={defaultFormats} nanos={best.inputNanos} free />,
            note: from,
          },
          {
            label: "Output",
            value: <MoneyText formats={defaultFormats} nanos={best.outputNanos} free />,
            note: from,
          },
          { label: "Context", value: defaultFormats.compact(best.contextLength), note: "tokens" },
          { label: "Max output", value: defaultFormats.compact(output), note: "tokens" },
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
      <Section title="Call it">
        <SnippetTabs label="Language" snippets={callSnippets({ apiBase: apiBase(), model: model.id })} />
      </Section>
      <div className="grid gap-6 *:min-w-0 lg:grid-cols-2">
        <Section title="Facts">
          <DefinitionList items={factsOf(model)} />
        </Section>
        <Section title="Data policies">
          <DefinitionList
            items={endpoints.map(({ provider, dataPolicy }) => ({
              term: provider.name,
              detail: (
                <>
                  {policyWords(dataPolicy)} <PolicyLink provider={provider} />
                </>
              ),
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

function PolicyLink({ provider }: { readonly provider: Provider }) {
  if (!provider.privacyPolicyUrl) return null;
  return (
    <TextLink href={provider.privacyPolicyUrl} external>
      {`${provider.name}’s policy`}
    </TextLink>
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
