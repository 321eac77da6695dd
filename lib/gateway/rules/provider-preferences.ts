import { type Nanos, numberToNanos, parseDollars } from "@/lib/kernel/money";

/** The `provider` object of a request: how to choose among endpoints. It can only tighten the privacy settings. */
export type ProviderPreferences = {
  readonly order: readonly string[];
  readonly only: readonly string[];
  readonly ignore: readonly string[];
  readonly allowFallbacks: boolean;
  readonly denyCollection: boolean;
  readonly zeroRetention: boolean;
  readonly sort: "price" | "throughput" | null;
  /** Highest prices the caller accepts, nano-dollars per million tokens. */
  readonly promptPriceMax: Nanos | null;
  readonly completionPriceMax: Nanos | null;
};

export const noPreferences: ProviderPreferences = {
  order: [],
  only: [],
  ignore: [],
  allowFallbacks: true,
  denyCollection: false,
  zeroRetention: false,
  sort: null,
  promptPriceMax: null,
  completionPriceMax: null,
};

/** Fields of OpenRouter's API that choose by facts we do not have about endpoints. They are not ignored in silence. */
const unsupported = [
  "quantizations",
  "require_parameters",
  "enforce_distillable_text",
  "preferred_min_throughput",
  "preferred_max_latency",
] as const;

/**
 * The preferences, or what is wrong with them. A field that OpenRouter's API does not have either is ignored; one that
 * only we lack is refused when it asks for something.
 */
export function parsePreferences(value: unknown): ProviderPreferences | string {
  if (value === undefined || value === null) return noPreferences;
  if (typeof value !== "object" || Array.isArray(value)) return "provider must be an object";
  const field = (name: string): unknown => Reflect.get(value, name) ?? undefined;
  for (const name of unsupported) {
    const asked = field(name);
    if (asked !== undefined && asked !== false && !(Array.isArray(asked) && asked.length === 0))
      return `provider.${name} is not supported`;
  }
  const lists: { order: string[]; only: string[]; ignore: string[] } = { order: [], only: [], ignore: [] };
  for (const name of ["order", "only", "ignore"] as const) {
    const list = readSlugs(field(name));
    if (!list) return `provider.${name} must be an array of provider slugs`;
    lists[name] = list;
  }
  for (const name of ["allow_fallbacks", "zdr"]) {
    const flag = field(name);
    if (flag !== undefined && typeof flag !== "boolean") return `provider.${name} must be true or false`;
  }
  const collection = field("data_collection");
  if (collection !== undefined && collection !== "allow" && collection !== "deny") {
    return "provider.data_collection must be allow or deny";
  }
  const sort = readSort(field("sort"));
  if (sort === undefined)
    return "provider.sort must be price or throughput; the latency of providers is not measured";
  const prices = readPrices(field("max_price"));
  if (!prices)
    return "provider.max_price must hold prompt or completion prices in dollars per million tokens, and nothing else";
  return {
    ...lists,
    allowFallbacks: field("allow_fallbacks") !== false,
    denyCollection: collection === "deny",
    zeroRetention: field("zdr") === true,
    sort,
    ...prices,
  };
}

function readSlugs(value: unknown): string[] | null {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > 50) return null;
  // "provider/variant" tags name the provider before the slash; display names are matched by their slug.
  return value.every((entry) => typeof entry === "string")
    ? value.map((entry) => `${entry}`.toLowerCase().split("/", 1)[0] ?? "")
    : null;
}

function readSort(value: unknown): ProviderPreferences["sort"] | undefined {
  const name = typeof value === "object" && value !== null ? Reflect.get(value, "by") : value;
  if (name === undefined || name === null) return null;
  return name === "price" || name === "throughput" ? name : undefined;
}

function readPrices(
  value: unknown,
): Pick<ProviderPreferences, "promptPriceMax" | "completionPriceMax"> | null {
  if (value === undefined) return { promptPriceMax: null, completionPriceMax: null };
  if (typeof value !== "object" || value === null) return null;
  if (Object.keys(value).some((name) => name !== "prompt" && name !== "completion")) return null;
  const prompt = readPrice(Reflect.get(value, "prompt"));
  const completion = readPrice(Reflect.get(value, "completion"));
  return prompt === undefined || completion === undefined
    ? null
    : { promptPriceMax: prompt, completionPriceMax: completion };
}

function readPrice(value: unknown): Nanos | null | undefined {
  if (value === undefined || value === null) return null;
  if (typeof value !== "number" && typeof value !== "string") return undefined;
  const nanos = typeof value === "number" ? numberToNanos(value) : parseDollars(value);
  return nanos !== null && nanos >= 0n ? nanos : undefined;
}
