import { type Nanos, numberToNanos, parseDollars } from "@/lib/kernel/money";
import { choice, described, either, flag, list, object, saying, shape, text, type Valid } from "./body/shape";

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

const slugsMax = 50;
const slugs = saying(
  ` must be an array of at most ${slugsMax} provider slugs`,
  list(text, { max: slugsMax, noun: "slugs" }),
);

const sortName = choice("price", "throughput");

const price = shape<number | string>({ type: ["number", "string"], minimum: 0 }, (value) =>
  nanosOf(value) === null ? " must be an amount of dollars" : null,
);

/** Filters by facts about endpoints that the catalog doesn't have. They are never ignored silently. */
const unsupported = described(
  "Not supported: rejected with 400 unless it is false or empty.",
  shape<false | readonly never[]>({ anyOf: [{ enum: [false] }, { type: "array", maxItems: 0 }] }, (value) =>
    value === false || (Array.isArray(value) && value.length === 0) ? null : " is not supported",
  ),
);

/** Fields that OpenRouter's API doesn't have are accepted and ignored. */
export const providerShape = object({
  order: described("Providers to try first, in this order, by slug.", slugs),
  only: described("Use only these providers.", slugs),
  ignore: described("Never use these providers.", slugs),
  allow_fallbacks: described("Whether other providers may be tried; true by default.", flag),
  data_collection: described(
    "`deny` leaves out providers that may train on prompts; it can only tighten the workspace's settings.",
    saying(" must be allow or deny", choice("allow", "deny")),
  ),
  zdr: described("Use only providers that keep no content.", flag),
  sort: described(
    "Order of the endpoints: by `price` or `throughput`.",
    either(
      " must be price or throughput; the latency of providers is not measured",
      sortName,
      object({ by: described("The order, in its long form.", sortName) }),
    ),
  ),
  max_price: described(
    "Highest acceptable prices, in dollars per million tokens.",
    saying(
      " must hold prompt or completion prices in dollars per million tokens, and nothing else",
      object(
        {
          prompt: described("Highest price of the prompt.", price),
          completion: described("Highest price of the completion.", price),
        },
        { isClosed: true },
      ),
    ),
  ),
  quantizations: unsupported,
  require_parameters: unsupported,
  enforce_distillable_text: unsupported,
  preferred_min_throughput: unsupported,
  preferred_max_latency: unsupported,
});

/** What a valid `provider` object asks for. */
export function preferencesOf(value: Valid<typeof providerShape> | null | undefined): ProviderPreferences {
  if (value === undefined || value === null) return noPreferences;
  const { sort, max_price: priceMax } = value;
  return {
    order: providerSlugs(value.order),
    only: providerSlugs(value.only),
    ignore: providerSlugs(value.ignore),
    allowFallbacks: value.allow_fallbacks !== false,
    denyCollection: value.data_collection === "deny",
    zeroRetention: value.zdr === true,
    sort: (typeof sort === "object" ? sort?.by : sort) ?? null,
    promptPriceMax: nanosOf(priceMax?.prompt),
    completionPriceMax: nanosOf(priceMax?.completion),
  };
}

/** A tag such as "provider/variant" names the provider before the slash; display names are matched by their slug. */
function providerSlugs(entries: readonly string[] | null | undefined): readonly string[] {
  return entries?.map((entry) => entry.toLowerCase().split("/", 1)[0] ?? "") ?? [];
}

/** Null for what isn't an amount of dollars of at least zero. */
function nanosOf(value: unknown): Nanos | null {
  const nanos =
    typeof value === "number" ? numberToNanos(value) : typeof value === "string" ? parseDollars(value) : null;
  return nanos !== null && nanos >= 0n ? nanos : null;
}
