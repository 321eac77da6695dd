import type { Model } from "@/lib/catalog/rules/catalog";
import type { Nanos } from "@/lib/kernel/money";

/** Filters of a list of models, as in OpenRouter's query. An absent filter keeps all. Lists are separated by commas. */
export type ModelFilter = {
  readonly q?: string | undefined;
  readonly providers?: string | undefined;
  readonly model_authors?: string | undefined;
  readonly supported_parameters?: string | undefined;
  readonly input_modalities?: string | undefined;
  readonly output_modalities?: string | undefined;
  readonly arch?: string | undefined;
  /** Smallest context, in tokens. */
  readonly context?: number | undefined;
  /** Nano-dollars per million tokens. */
  readonly min_price?: Nanos | undefined;
  readonly max_price?: Nanos | undefined;
  readonly min_output_price?: Nanos | undefined;
  readonly max_output_price?: Nanos | undefined;
  readonly zdr?: "true" | "false" | undefined;
};

export const modelSorts = [
  "newest",
  "pricing-low-to-high",
  "pricing-high-to-low",
  "context-high-to-low",
  "throughput-high-to-low",
] as const;
export type ModelSort = (typeof modelSorts)[number];

export function matchesFilter(model: Model, filter: ModelFilter): boolean {
  const providers = words(filter.providers);
  const authors = words(filter.model_authors);
  const families = words(filter.arch);
  const text = `${model.id} ${model.name}`.toLowerCase();
  const [cheapest] = model.endpoints;
  return (
    (!filter.q || text.includes(filter.q.toLowerCase())) &&
    (providers.length === 0 || model.endpoints.some(({ provider }) => providers.includes(provider.slug))) &&
    (authors.length === 0 || authors.includes(model.id.split("/", 1)[0] ?? "")) &&
    (families.length === 0 || families.includes(model.tokenizer.toLowerCase())) &&
    words(filter.supported_parameters).every((name) => model.supportedParameters.includes(name)) &&
    words(filter.input_modalities).every((name) => model.inputModalities.includes(name)) &&
    words(filter.output_modalities).every((name) => model.outputModalities.includes(name)) &&
    model.contextLength >= (filter.context ?? 0) &&
    isWithin(cheapest?.prices.prompt, filter.min_price, filter.max_price) &&
    isWithin(cheapest?.prices.completion, filter.min_output_price, filter.max_output_price) &&
    (filter.zdr !== "true" || model.endpoints.some(({ dataPolicy }) => dataPolicy.retainsDays === 0))
  );
}

/** A sorted copy; models that compare as equal keep the catalog's order. */
export function sortModels(models: readonly Model[], sort: ModelSort | undefined): readonly Model[] {
  const price = (model: Model) => model.endpoints[0]?.prices.prompt ?? 0n;
  const speed = (model: Model) => Math.max(0, ...model.endpoints.map(({ throughput }) => throughput ?? 0));
  switch (sort) {
    case "newest":
      return models.toSorted((left, right) => right.created - left.created);
    case "pricing-low-to-high":
      return models.toSorted((left, right) => Number(price(left) - price(right)));
    case "pricing-high-to-low":
      return models.toSorted((left, right) => Number(price(right) - price(left)));
    case "context-high-to-low":
      return models.toSorted((left, right) => right.contextLength - left.contextLength);
    case "throughput-high-to-low":
      return models.toSorted((left, right) => speed(right) - speed(left));
    default:
      return models;
  }
}

function words(text: string | undefined): readonly string[] {
  return text ? text.toLowerCase().split(",").filter(Boolean) : [];
}

function isWithin(price: Nanos | undefined, low: Nanos | undefined, high: Nanos | undefined): boolean {
  const value = price ?? 0n;
  return (low === undefined || value >= low) && (high === undefined || value <= high);
}
