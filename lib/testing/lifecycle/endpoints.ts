import type { ModelName } from "./plans";
import type { ProviderName } from "./scripted-provider";

/** Prices in nano-dollars, per token and per request. */
export type EndpointPrices = {
  readonly prompt: bigint;
  readonly completion: bigint;
  readonly request: bigint;
};
type TestModel = {
  readonly tokenFactor: number;
  readonly endpoints: Readonly<Partial<Record<ProviderName, EndpointPrices>>>;
};

export const contextLength = 8_192;
const completionTokensMax = 1_024;

/** `pair` has a second provider for fallback; the provider of `cancellable` stops billing when it is canceled. */
export const testModels: Readonly<Record<ModelName, TestModel>> = {
  pair: {
    tokenFactor: 1,
    endpoints: {
      alpha: { prompt: 1_000n, completion: 2_000n, request: 0n },
      beta: { prompt: 1_500n, completion: 3_000n, request: 10_000n },
    },
  },
  dear: { tokenFactor: 1.5, endpoints: { alpha: { prompt: 20_000n, completion: 40_000n, request: 0n } } },
  cancellable: { tokenFactor: 1, endpoints: { gamma: { prompt: 1_000n, completion: 2_000n, request: 0n } } },
  free: { tokenFactor: 1, endpoints: { alpha: { prompt: 0n, completion: 0n, request: 0n } } },
};

/** The provider whose requests are canceled when the client disconnects. */
export const cancelingProvider: ProviderName = "gamma";

export function modelId(name: ModelName): string {
  return `lifecycle/${name}`;
}

/** The gateway's catalog file, with the same prices in dollars per million tokens. */
export function catalogText(providerUrl: string): string {
  const names: readonly ProviderName[] = ["alpha", "beta", "gamma"];
  return JSON.stringify({
    providers: names.map((slug) => ({
      slug,
      name: slug,
      baseUrl: `${providerUrl}/${slug}/v1`,
      stopsBillingOnCancel: slug === cancelingProvider,
      dataPolicy: { trains: false, retainsDays: "none", publishes: false },
    })),
    models: Object.entries(testModels).map(([name, model]) => ({
      id: `lifecycle/${name}`,
      name,
      created: "2026-01-01",
      contextLength,
      maxCompletionTokens: completionTokensMax,
      tokenFactor: model.tokenFactor,
      endpoints: Object.entries(model.endpoints).map(([provider, { prompt, completion, request }]) => ({
        provider,
        upstreamModel: name,
        prices: {
          prompt: perMillion(prompt),
          completion: perMillion(completion),
          request: dollars(request),
        },
      })),
    })),
  });
}

function perMillion(nanos: bigint): string {
  return dollars(nanos * 1_000_000n);
}

function dollars(nanos: bigint): string {
  return `${nanos / 1_000_000_000n}.${(nanos % 1_000_000_000n).toString().padStart(9, "0")}`;
}
