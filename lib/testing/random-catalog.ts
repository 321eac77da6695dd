import fc from "fast-check";
import type { Catalog, Endpoint, Model, Provider } from "@/lib/catalog/rules/catalog";

/** Providers of a random catalog. */
export const slugs = ["a", "b", "c", "d"] as const;
/** Its models: one has a free variant, which is a model of its own. */
export const models = ["one/x", "one/x:free", "two/y"] as const;
const names = fc.subarray([...slugs]);
const fact = fc.constantFrom(true, false, "unknown" as const);
const policy = fc.record({
  trains: fact,
  publishes: fact,
  retainsDays: fc.constantFrom(0, 30, "unknown" as const),
});
/** Nano-dollars per million tokens. A price of zero to three, so that limits of prices fall on, above and below it. */
export const price = fc.bigInt(0n, 3n);

/** Small catalogs with every combination of policies, prices and providers, also one that is not running. */
export const catalogs = fc
  .record({
    policies: fc.tuple(policy, policy, policy, policy),
    isServed: fc.tuple(fc.boolean(), fc.constant(true), fc.constant(true), fc.constant(true)),
    served: fc.tuple(names, names, names),
    prices: fc.array(price, { minLength: 24, maxLength: 24 }),
    throughputs: fc.array(fc.option(fc.integer({ min: 1, max: 3 })), { minLength: 12, maxLength: 12 }),
  })
  .map(({ policies, isServed, served, prices, throughputs }): Catalog => {
    const providers = slugs.map((slug, index): Provider => ({
      slug,
      name: slug.toUpperCase(),
      baseUrl: isServed[index] ? "http://127.0.0.1:9" : null,
      apiKeyVariable: null,
      sandboxKey: null,
      stopsBillingOnCancel: false,
      dataPolicy: policies[index] ?? { trains: "unknown", publishes: "unknown", retainsDays: "unknown" },
      privacyPolicyUrl: null,
      policyReadOn: null,
      termsUrl: null,
      statusUrl: null,
      headquarters: null,
    }));
    const all = models.map((id, model) => modelOf(id, model, { providers, served, prices, throughputs }));
    return {
      models: all,
      providers,
      modelById: new Map(all.map((model) => [model.id, model])),
      providerBySlug: new Map(providers.map((provider) => [provider.slug, provider])),
    };
  });

type Parts = {
  readonly providers: readonly Provider[];
  readonly served: readonly (readonly string[])[];
  readonly prices: readonly bigint[];
  readonly throughputs: readonly (number | null)[];
};

function modelOf(id: string, model: number, { providers, served, prices, throughputs }: Parts): Model {
  const isFree = id.endsWith(":free");
  const endpoints = providers
    .filter(({ slug }) => served[model]?.includes(slug))
    .map((provider, index): Endpoint => {
      const at = model * slugs.length + index;
      const [prompt = 0n, completion = 0n] = [prices[2 * at], prices[2 * at + 1]];
      return {
        id: `${provider.slug}/${id}`,
        modelId: id,
        provider,
        upstreamModel: id,
        prices: { prompt, completion, cached: prompt, reasoning: completion, request: 0n, image: 0n },
        priceListId: "test",
        contextLength: 1_000,
        maxCompletionTokens: 100,
        throughput: throughputs[at] ?? null,
        tokenFactor: 1,
        dataPolicy: provider.dataPolicy,
        isFree,
      };
    });
  return {
    id,
    name: id,
    description: "",
    created: 0,
    contextLength: 1_000,
    inputModalities: ["text"],
    outputModalities: ["text"],
    tokenizer: "test",
    tokenFactor: 1,
    supportedParameters: [],
    isFree,
    endpoints,
  };
}
