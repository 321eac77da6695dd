import type { Endpoint } from "@/lib/catalog/rules/catalog";
import { keepsNothing, mayPublish, mayTrain } from "@/lib/catalog/rules/data-policy";
import { type BlockingGuardrail, blockingGuardrail, type Guardrails } from "@/lib/keys/rules/guardrails";
import {
  type BlockingSetting,
  blockingSetting,
  type PolicyChoices,
} from "@/lib/privacy/rules/endpoint-policy";
import type { ProviderPreferences } from "./provider-preferences";

/** The three who decide where a request may go. */
export type Rules = {
  readonly privacy: PolicyChoices;
  readonly guardrails: Guardrails;
  readonly preferences: ProviderPreferences;
};

/** A field of a request's `provider` object. */
type PreferenceField =
  "only" | "ignore" | "order" | "data_collection" | "zdr" | "max_price.prompt" | "max_price.completion";

/** Who forbids an endpoint, and with what. */
export type Block =
  | { readonly by: "workspace"; readonly setting: BlockingSetting }
  | { readonly by: "key"; readonly setting: BlockingGuardrail }
  | { readonly by: "request"; readonly setting: PreferenceField };

/**
 * Everyone who forbids an endpoint: the workspace, the key, the request, in this order. Each is asked by itself and all
 * have to allow it, so the tightest wins and none can loosen another. Lists are never merged: an empty one allows
 * everything, and two lists without a common entry would merge into one.
 */
function blocksOf({ privacy, guardrails, preferences }: Rules, endpoint: Endpoint): readonly Block[] {
  const { isFree, dataPolicy, provider } = endpoint;
  const workspace = blockingSetting(privacy, { isFree, dataPolicy, provider: provider.slug });
  const key = blockingGuardrail(guardrails, endpoint);
  const request = blockingPreference(preferences, endpoint);
  return [
    ...(workspace === null ? [] : [{ by: "workspace" as const, setting: workspace }]),
    ...(key === null ? [] : [{ by: "key" as const, setting: key }]),
    ...(request === null ? [] : [{ by: "request" as const, setting: request }]),
  ];
}

/** Whether the workspace, the key and the request all allow an endpoint. */
export function isOpen(rules: Rules, endpoint: Endpoint): boolean {
  return blocksOf(rules, endpoint).length === 0;
}

/**
 * The reason when all endpoints are forbidden. It is the one whose change would open an endpoint: with several, that of
 * the endpoint with the fewest, and of those the workspace's before the key's before the request's. Null for no endpoints.
 */
export function reasonOf(rules: Rules, endpoints: readonly Endpoint[]): Block | null {
  const order = ["workspace", "key", "request"];
  const blocked = endpoints.map((endpoint) => blocksOf(rules, endpoint));
  const fewest = Math.min(...blocked.map(({ length }) => length));
  const reasons = blocked.filter(({ length }) => length === fewest).flatMap((blocks) => blocks.slice(0, 1));
  return reasons.toSorted((a, b) => order.indexOf(a.by) - order.indexOf(b.by))[0] ?? null;
}

/** Returns the field of the request's preferences that forbids an endpoint, or null. */
function blockingPreference(
  preferences: ProviderPreferences,
  { provider, prices, dataPolicy }: Endpoint,
): PreferenceField | null {
  const { only, ignore, promptPriceMax, completionPriceMax, order, allowFallbacks } = preferences;
  if (only.length > 0 && !only.includes(provider.slug)) return "only";
  if (ignore.includes(provider.slug)) return "ignore";
  if (order.length > 0 && !allowFallbacks && !order.includes(provider.slug)) return "order";
  if (preferences.denyCollection && (mayTrain(dataPolicy) || mayPublish(dataPolicy)))
    return "data_collection";
  if (preferences.zeroRetention && !keepsNothing(dataPolicy)) return "zdr";
  if (promptPriceMax !== null && prices.prompt > promptPriceMax) return "max_price.prompt";
  if (completionPriceMax !== null && prices.completion > completionPriceMax) return "max_price.completion";
  return null;
}
