import type { Prices } from "./prices";

/** What a provider does with the data that it receives. An unknown policy counts as training and retaining. */
export type DataPolicy = {
  readonly trains: boolean | "unknown";
  /** Days that prompts are kept; 0 for none. */
  readonly retainsDays: number | "unknown";
  readonly publishes: boolean | "unknown";
};

export type Provider = {
  readonly slug: string;
  readonly name: string;
  /** Null while the sandbox provider is not running. Its endpoints cannot be used then. */
  readonly baseUrl: string | null;
  readonly apiKeyVariable: string | null;
  /** The sandbox provider's key, which is a literal in the file. */
  readonly sandboxKey: string | null;
  /** True when the provider bills an aborted request only for what it produced until then. */
  readonly stopsBillingOnCancel: boolean;
  readonly dataPolicy: DataPolicy;
  readonly privacyPolicyUrl: string | null;
  /** The day on which the policy was read, "YYYY-MM-DD"; null when the operator stated none. */
  readonly policyReadOn: string | null;
  readonly termsUrl: string | null;
  readonly statusUrl: string | null;
  readonly headquarters: string | null;
};

/** A model at a provider. */
export type Endpoint = {
  /** "provider/model-id". Names the endpoint in records. */
  readonly id: string;
  readonly modelId: string;
  readonly provider: Provider;
  readonly upstreamModel: string;
  readonly prices: Prices;
  readonly priceListId: string;
  readonly contextLength: number;
  readonly maxCompletionTokens: number;
  readonly throughput: number | null;
  /** The model's token count relative to our estimate: 1 for the tokenizers that the estimate was measured with. */
  readonly tokenFactor: number;
  readonly dataPolicy: DataPolicy;
  readonly isFree: boolean;
};

export type Model = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Epoch seconds. */
  readonly created: number;
  readonly contextLength: number;
  readonly inputModalities: readonly string[];
  readonly outputModalities: readonly string[];
  readonly tokenizer: string;
  readonly tokenFactor: number;
  readonly supportedParameters: readonly string[];
  readonly isFree: boolean;
  /** Cheapest first. */
  readonly endpoints: readonly Endpoint[];
};

/** Everything that can be called, and its prices. Immutable, loaded once. */
export type Catalog = {
  readonly models: readonly Model[];
  readonly providers: readonly Provider[];
  readonly modelById: ReadonlyMap<string, Model>;
  readonly providerBySlug: ReadonlyMap<string, Provider>;
};
