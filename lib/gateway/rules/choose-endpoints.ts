import type { Catalog, Endpoint, Model } from "@/lib/catalog/rules/catalog";
import {
  blockingSetting,
  type PolicyChoices,
  type BlockingSetting,
} from "@/lib/privacy/rules/endpoint-policy";
import type { ProviderPreferences } from "./provider-preferences";
import type { Medium } from "./media";
import { mediumNotAccepted, noEndpoints, privacyRestricted, type ApiError, unknownModel } from "./api-error";

export type Choice =
  | { readonly ok: true; readonly endpoints: readonly Endpoint[] }
  | { readonly ok: false; readonly isPrivacy: boolean; readonly apiError: ApiError };

/** The most endpoints that one request tries. */
const attemptsMax = 4;

/**
 * Variants that name an order of endpoints, not a model. Any other variant must be a model of the catalog or is
 * rejected.
 */
const orders: ReadonlyMap<string, ProviderPreferences["sort"]> = new Map([
  ["nitro", "throughput"],
  ["floor", "price"],
]);

/**
 * Chooses the endpoints to try, best first: models in the caller's order, privacy before everything else, then the
 * caller's preferences. A variant that would change the response (`:free`, `:online`, `:thinking`) is never derived:
 * running the plain model in its place would be a wrong response at a wrong price.
 */
export function chooseEndpoints(request: {
  catalog: Catalog;
  models: readonly string[];
  privacy: PolicyChoices;
  preferences: ProviderPreferences;
  /**
   * Media in the prompt other than text, each with the field where it first occurs. Only models that accept them
   * qualify.
   */
  media: ReadonlyMap<Medium, string>;
  appUrl: string;
}): Choice {
  const chosen: Endpoint[] = [];
  let failure: Extract<Choice, { ok: false }> | null = null;
  for (const name of request.models) {
    const found = findModel(request.catalog, name);
    if (!found) {
      failure ??= { ok: false, isPrivacy: false, apiError: unknownModel(name) };
      continue;
    }
    const result = forModel(found.model, found.sort, request);
    if (result.ok) chosen.push(...result.endpoints);
    else failure ??= result;
  }
  if (chosen.length > 0) {
    return { ok: true, endpoints: chosen.slice(0, request.preferences.allowFallbacks ? attemptsMax : 1) };
  }
  return failure ?? { ok: false, isPrivacy: false, apiError: noEndpoints(request.models[0] ?? "") };
}

/** The model for a name, and the sort order that its variant asks for. */
export function findModel(
  catalog: Catalog,
  name: string,
): { model: Model; sort: ProviderPreferences["sort"] } | null {
  const exact = catalog.modelById.get(name);
  if (exact) return { model: exact, sort: null };
  const [base = "", variant = "", ...rest] = name.split(":");
  const sort = rest.length === 0 ? orders.get(variant) : undefined;
  const model = sort && catalog.modelById.get(base);
  return model ? { model, sort } : null;
}

function forModel(
  model: Model,
  variantSort: ProviderPreferences["sort"],
  request: {
    privacy: PolicyChoices;
    preferences: ProviderPreferences;
    media: ReadonlyMap<Medium, string>;
    appUrl: string;
  },
): Choice {
  const { preferences } = request;
  for (const [medium, field] of request.media) {
    if (model.inputModalities.includes(medium)) continue;
    return { ok: false, isPrivacy: false, apiError: mediumNotAccepted(field, medium, model) };
  }
  const { allowed, rejected } = filterPolicy(model, request.privacy, preferences);
  if (allowed.length === 0 && rejected) {
    return { ok: false, isPrivacy: true, apiError: privacyRestricted(rejected, request.appUrl) };
  }
  const wanted = allowed.filter((endpoint) => isWanted(endpoint, preferences));
  if (wanted.length === 0) return { ok: false, isPrivacy: false, apiError: noEndpoints(model.id) };
  return { ok: true, endpoints: arrange(wanted, preferences, preferences.sort ?? variantSort) };
}

function filterPolicy(
  model: Model,
  privacy: PolicyChoices,
  preferences: ProviderPreferences,
): { allowed: Endpoint[]; rejected: BlockingSetting | null } {
  // A request can only tighten what the workspace chose.
  const choices = {
    ...privacy,
    zeroRetentionOnly: privacy.zeroRetentionOnly || preferences.zeroRetention,
    ...(preferences.denyCollection && { trainPaid: false, trainFree: false }),
  };
  const judged = model.endpoints.map((endpoint) => ({
    endpoint,
    rejection: blockingSetting(choices, { ...endpoint, provider: endpoint.provider.slug }),
  }));
  return {
    allowed: judged.filter(({ rejection }) => rejection === null).map(({ endpoint }) => endpoint),
    rejected: judged.find(({ rejection }) => rejection !== null)?.rejection ?? null,
  };
}

function isWanted({ provider, prices }: Endpoint, preferences: ProviderPreferences): boolean {
  const { only, ignore, promptPriceMax, completionPriceMax, order, allowFallbacks } = preferences;
  if (provider.baseUrl === null) return false;
  if (only.length > 0 && !only.includes(provider.slug)) return false;
  if (ignore.includes(provider.slug)) return false;
  if (order.length > 0 && !allowFallbacks && !order.includes(provider.slug)) return false;
  if (promptPriceMax !== null && prices.prompt > promptPriceMax) return false;
  return completionPriceMax === null || prices.completion <= completionPriceMax;
}

/** The catalog lists endpoints cheapest first. Sorting is stable, so equal ones keep that order. */
function arrange(
  endpoints: readonly Endpoint[],
  { order }: ProviderPreferences,
  sort: ProviderPreferences["sort"],
): Endpoint[] {
  const arranged = [...endpoints];
  if (sort === "throughput") {
    arranged.sort((a, b) => (b.throughput ?? 0) - (a.throughput ?? 0));
  }
  if (order.length > 0) {
    const rank = ({ provider }: Endpoint) => {
      const index = order.indexOf(provider.slug);
      return index < 0 ? order.length : index;
    };
    arranged.sort((a, b) => rank(a) - rank(b));
  }
  return arranged;
}
