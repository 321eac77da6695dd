import type { Catalog, Endpoint, Model } from "@/lib/catalog/rules/catalog";
import { keyHref } from "@/lib/kernel/paths";
import { type Block, isOpen, reasonOf, type Rules } from "./blocks";
import type { ProviderPreferences } from "./provider-preferences";
import type { Medium } from "./media";
import {
  guardrailRestricted,
  mediumNotAccepted,
  noEndpoints,
  privacyRestricted,
  requestRestricted,
  type ApiError,
  unknownModel,
} from "./api-error";

export type Choice =
  | { readonly ok: true; readonly endpoints: readonly Endpoint[] }
  | {
      readonly ok: false;
      /** Whether other settings of the workspace or the key could have left an endpoint, of any of the models. */
      readonly dependsOnSettings: boolean;
      readonly apiError: ApiError;
    };

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

type Request = Rules & {
  readonly catalog: Catalog;
  readonly models: readonly string[];
  /**
   * Media in the prompt other than text, each with the field where it first occurs. Only models that accept them
   * qualify.
   */
  readonly media: ReadonlyMap<Medium, string>;
  readonly appUrl: string;
  /** Public id of the key, for the address of its page. */
  readonly keyHash: string;
};

/**
 * Chooses the endpoints to try, best first: models in the caller's order, each with the endpoints that the workspace, the
 * key and the request all allow. A variant that would change the response (`:free`, `:online`, `:thinking`) is never derived:
 * running the plain model in its place would be a wrong response at a wrong price.
 */
export function chooseEndpoints(request: Request): Choice {
  const chosen: Endpoint[] = [];
  let apiError: ApiError | null = null;
  let dependsOnSettings = false;
  for (const name of request.models) {
    const found = findModel(request.catalog, name);
    if (!found) {
      apiError ??= unknownModel(name);
      continue;
    }
    const result = forModel(found.model, found.sort, request);
    if (result.ok) {
      chosen.push(...result.endpoints);
      continue;
    }
    apiError ??= result.apiError;
    dependsOnSettings ||= result.dependsOnSettings;
  }
  if (chosen.length > 0) {
    return { ok: true, endpoints: chosen.slice(0, request.preferences.allowFallbacks ? attemptsMax : 1) };
  }
  return { ok: false, dependsOnSettings, apiError: apiError ?? noEndpoints(request.models[0] ?? "") };
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

function forModel(model: Model, variantSort: ProviderPreferences["sort"], request: Request): Choice {
  const { preferences } = request;
  for (const [medium, field] of request.media) {
    if (model.inputModalities.includes(medium)) continue;
    return { ok: false, dependsOnSettings: false, apiError: mediumNotAccepted(field, medium, model) };
  }
  const served = model.endpoints.filter(({ provider }) => provider.baseUrl !== null);
  const open = served.filter((endpoint) => isOpen(request, endpoint));
  if (open.length === 0) return refuse(model, reasonOf(request, served), request);
  return { ok: true, endpoints: arrange(open, preferences, preferences.sort ?? variantSort) };
}

function refuse(model: Model, reason: Block | null, { appUrl, keyHash }: Request): Choice {
  const dependsOnSettings = reason !== null && reason.by !== "request";
  return { ok: false, dependsOnSettings, apiError: errorOf(model, reason, { appUrl, keyHash }) };
}

function errorOf(
  model: Model,
  reason: Block | null,
  { appUrl, keyHash }: Pick<Request, "appUrl" | "keyHash">,
): ApiError {
  switch (reason?.by) {
    case "workspace":
      return privacyRestricted(reason.setting, appUrl);
    case "key":
      return guardrailRestricted(reason.setting, `${appUrl}${keyHref(keyHash)}`);
    case "request":
      return requestRestricted(model.id, `provider.${reason.setting}`);
    case undefined:
      return noEndpoints(model.id);
  }
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
