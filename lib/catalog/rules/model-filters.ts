import { z } from "zod";
import { type Nanos, parseDollars } from "@/lib/kernel/money";
import type { Endpoint, Model } from "./catalog";
import { keepsNothing, mayPublish, mayTrain } from "./data-policy";

export const modelSorts = ["newest", "name", "input", "output", "context", "speed"] as const;
export type ModelSort = (typeof modelSorts)[number];

/** Choices of the filters, as they appear in the address. Prices are for a million input tokens. */
export const priceChoices = ["0.5", "1", "5", "20"] as const;
export const contextChoices = ["32000", "64000", "128000", "200000", "1000000"] as const;

/** All parameters of the models page's address. Equal addresses show the same models. */
export type ModelFilters = {
  readonly q: string;
  readonly free: boolean;
  readonly zdr: boolean;
  readonly noTraining: boolean;
  readonly maxPrice: (typeof priceChoices)[number] | null;
  readonly context: (typeof contextChoices)[number] | null;
  readonly sort: ModelSort;
};

const flag = z.literal("on").optional().catch(undefined);
const schema = z.object({
  q: z
    .string()
    .transform((text) => text.trim().slice(0, 100))
    .catch(""),
  free: flag,
  zdr: flag,
  no_training: flag,
  max_price: z.enum(priceChoices).nullable().catch(null),
  context: z.enum(contextChoices).nullable().catch(null),
  sort: z.enum(modelSorts).catch("newest"),
});

/** Malformed values are ignored rather than rejected. */
export function parseModelFilters(
  search: Readonly<Record<string, string | string[] | undefined>>,
): ModelFilters {
  const { q, free, zdr, no_training, max_price, context, sort } = schema.parse(search);
  return {
    q,
    free: free === "on",
    zdr: zdr === "on",
    noTraining: no_training === "on",
    maxPrice: max_price,
    context,
    sort,
  };
}

/** The query of an address with these filters, without those that have no effect: "?zdr=on&sort=input" or "". */
export function modelFiltersQuery(filters: ModelFilters): string {
  const query = new URLSearchParams();
  if (filters.q) query.set("q", filters.q);
  if (filters.free) query.set("free", "on");
  if (filters.zdr) query.set("zdr", "on");
  if (filters.noTraining) query.set("no_training", "on");
  if (filters.maxPrice) query.set("max_price", filters.maxPrice);
  if (filters.context) query.set("context", filters.context);
  if (filters.sort !== "newest") query.set("sort", filters.sort);
  return query.size > 0 ? `?${query}` : "";
}

/** A model with those of its endpoints that match, cheapest first, and the lowest of their prices. */
export type ModelMatch = {
  readonly model: Model;
  readonly endpoints: readonly Endpoint[];
  readonly inputNanos: Nanos;
  readonly outputNanos: Nanos;
  readonly contextLength: number;
  /** The highest throughput that a provider states, in tokens per second. */
  readonly throughput: number | null;
};

/** Models with at least one matching endpoint, in the order of `sort`; equal ones by id. */
export function filterModels(models: readonly Model[], filters: ModelFilters): readonly ModelMatch[] {
  const word = filters.q.toLowerCase();
  return models
    .filter(({ id, name }) => id.toLowerCase().includes(word) || name.toLowerCase().includes(word))
    .flatMap(
      (model) =>
        matchOf(
          model,
          model.endpoints.filter((endpoint) => isMatch(endpoint, filters)),
        ) ?? [],
    )
    .toSorted((a, b) => orders[filters.sort](a, b) || compare(a.model.id, b.model.id));
}

/** What the given endpoints of a model have in common with a row of the list; null when there are none. */
export function matchOf(model: Model, endpoints: readonly Endpoint[]): ModelMatch | null {
  const [first, ...others] = endpoints;
  if (!first) return null;
  const lowest = (price: (endpoint: Endpoint) => Nanos) =>
    others.reduce((low, endpoint) => (price(endpoint) < low ? price(endpoint) : low), price(first));
  const speeds = endpoints.flatMap(({ throughput }) => throughput ?? []);
  return {
    model,
    endpoints,
    inputNanos: lowest(({ prices }) => prices.prompt),
    outputNanos: lowest(({ prices }) => prices.completion),
    contextLength: Math.max(...endpoints.map(({ contextLength }) => contextLength)),
    throughput: speeds.length > 0 ? Math.max(...speeds) : null,
  };
}

function isMatch(endpoint: Endpoint, filters: ModelFilters): boolean {
  const priceMax = filters.maxPrice && parseDollars(filters.maxPrice);
  return (
    (!filters.free || endpoint.isFree) &&
    (!filters.zdr || keepsNothing(endpoint.dataPolicy)) &&
    (!filters.noTraining || !(mayTrain(endpoint.dataPolicy) || mayPublish(endpoint.dataPolicy))) &&
    (priceMax === null || endpoint.prices.prompt <= priceMax) &&
    (!filters.context || endpoint.contextLength >= Number(filters.context))
  );
}

const orders: Readonly<Record<ModelSort, (a: ModelMatch, b: ModelMatch) => number>> = {
  newest: (a, b) => b.model.created - a.model.created,
  name: () => 0,
  input: (a, b) => compare(a.inputNanos, b.inputNanos),
  output: (a, b) => compare(a.outputNanos, b.outputNanos),
  context: (a, b) => b.contextLength - a.contextLength,
  speed: (a, b) => (b.throughput ?? 0) - (a.throughput ?? 0),
};

function compare<Value extends string | bigint>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
