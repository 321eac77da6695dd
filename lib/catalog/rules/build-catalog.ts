import type { Catalog, DataPolicy, Endpoint, Model, Provider } from "./catalog";
import type { CatalogFile } from "./catalog-file";
import { isFree, type Prices } from "./prices";

type ProviderEntry = CatalogFile["providers"][number];
type ModelEntry = CatalogFile["models"][number];
type EndpointEntry = ModelEntry["endpoints"][number];

export type BuildOptions = {
  /** Origin of the sandbox provider, which replaces `${COUNTERFOIL_PROVIDER_URL}`. Null when it is not running. */
  readonly sandboxUrl: string | null;
  /** Names a price list by its content. */
  readonly priceListId: (list: {
    model: string;
    provider: string;
    endpoint: string;
    prices: Prices;
  }) => string;
};

/** Turns a parsed file into the catalog: references resolved, defaults filled in, endpoints sorted by price. */
export function buildCatalog(file: CatalogFile, options: BuildOptions): Catalog {
  const providers = file.providers.map((entry) => buildProvider(entry, options.sandboxUrl));
  const providerBySlug = new Map(providers.map((provider) => [provider.slug, provider]));
  const models = file.models.map((entry) => buildModel(entry, providerBySlug, options));
  return { models, providers, providerBySlug, modelById: new Map(models.map((model) => [model.id, model])) };
}

const sandboxVariable = "${COUNTERFOIL_PROVIDER_URL}";

function buildProvider(entry: ProviderEntry, sandboxUrl: string | null): Provider {
  const isSandbox = entry.baseUrl.startsWith(sandboxVariable);
  const baseUrl = isSandbox
    ? sandboxUrl && sandboxUrl.replace(/\/+$/, "") + entry.baseUrl.slice(sandboxVariable.length)
    : entry.baseUrl;
  return {
    slug: entry.slug,
    name: entry.name,
    baseUrl: baseUrl ? baseUrl.replace(/\/+$/, "") : null,
    apiKeyVariable: entry.apiKeyVariable ?? null,
    sandboxKey: entry.apiKey ?? null,
    stopsBillingOnCancel: entry.stopsBillingOnCancel,
    dataPolicy: buildPolicy(entry.dataPolicy),
    privacyPolicyUrl: entry.privacyPolicyUrl ?? null,
    policyReadOn: entry.policyReadOn ?? null,
    termsUrl: entry.termsUrl ?? null,
    statusUrl: entry.statusUrl ?? null,
    headquarters: entry.headquarters ?? null,
  };
}

function buildPolicy(entry: ProviderEntry["dataPolicy"]): DataPolicy {
  return { ...entry, retainsDays: entry.retainsDays === "none" ? 0 : entry.retainsDays };
}

function buildModel(
  entry: ModelEntry,
  providers: ReadonlyMap<string, Provider>,
  options: BuildOptions,
): Model {
  const endpoints = entry.endpoints
    .flatMap((served) => {
      const provider = providers.get(served.provider);
      return provider ? [buildEndpoint(entry, served, provider, options)] : [];
    })
    .sort((a, b) => comparePrice(a.prices, b.prices));
  return {
    id: entry.id,
    name: entry.name,
    description: entry.description,
    created: Math.floor(Date.parse(`${entry.created}T00:00:00Z`) / 1_000),
    contextLength: entry.contextLength,
    inputModalities: entry.inputModalities,
    outputModalities: entry.outputModalities,
    tokenizer: entry.tokenizer,
    tokenFactor: entry.tokenFactor,
    supportedParameters: entry.supportedParameters,
    isFree: endpoints.every((endpoint) => endpoint.isFree),
    endpoints,
  };
}

function buildEndpoint(
  model: ModelEntry,
  entry: EndpointEntry,
  provider: Provider,
  options: BuildOptions,
): Endpoint {
  const prices: Prices = {
    prompt: entry.prices.prompt,
    completion: entry.prices.completion,
    cached: entry.prices.cached ?? entry.prices.prompt,
    reasoning: entry.prices.reasoning ?? entry.prices.completion,
    request: entry.prices.request ?? 0n,
    image: entry.prices.image ?? 0n,
  };
  const id = `${provider.slug}/${model.id}`;
  const contextLength = entry.contextLength ?? model.contextLength;
  return {
    id,
    modelId: model.id,
    provider,
    upstreamModel: entry.upstreamModel,
    prices,
    priceListId: options.priceListId({ model: model.id, provider: provider.slug, endpoint: id, prices }),
    contextLength,
    maxCompletionTokens: entry.maxCompletionTokens ?? model.maxCompletionTokens ?? contextLength,
    throughput: entry.throughput ?? null,
    tokenFactor: model.tokenFactor,
    dataPolicy: entry.dataPolicy ? buildPolicy(entry.dataPolicy) : provider.dataPolicy,
    isFree: isFree(prices),
  };
}

/** Prompts are about three times as long as responses, so their price has three times the weight. */
function comparePrice(a: Prices, b: Prices): number {
  const difference = a.prompt * 3n + a.completion - (b.prompt * 3n + b.completion);
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
}
