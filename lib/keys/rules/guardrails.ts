import type { DataPolicy } from "@/lib/catalog/rules/catalog";
import { type BlockingSetting, blockingSetting } from "@/lib/privacy/rules/endpoint-policy";

/**
 * What a key may be used for, beyond what its workspace allows. A guardrail can only tighten: the workspace's privacy
 * settings and the request's own preferences apply beside it.
 */
export type Guardrails = {
  /** Ids of models, or "author/*" for all models of an author; empty means all. */
  readonly allowedModels: readonly string[];
  /** Slugs of providers; empty means all. */
  readonly allowedProviders: readonly string[];
  readonly ignoredProviders: readonly string[];
  /** Zero data retention only. */
  readonly zeroRetentionOnly: boolean;
  /** Leaves out providers that may train on inputs or publish them, paid and free, as a request's `data_collection`. */
  readonly denyCollection: boolean;
};

/** The guardrails of a key until someone sets some. */
export const noGuardrails: Guardrails = {
  allowedModels: [],
  allowedProviders: [],
  ignoredProviders: [],
  zeroRetentionOnly: false,
  denyCollection: false,
};

/** The most entries of each list, which the database checks too. */
export const guardrailEntriesMax = 200;

/** The name of the guardrail that forbids an endpoint, as the API error shows it. */
export type BlockingGuardrail = "Allowed models" | BlockingSetting;

/** What a guardrail is compared with. */
export type GuardedEndpoint = {
  readonly modelId: string;
  readonly provider: { readonly slug: string };
  readonly isFree: boolean;
  readonly dataPolicy: DataPolicy;
};

/** Returns the guardrail that forbids an endpoint, or null when the key may use it. */
export function blockingGuardrail(
  guardrails: Guardrails,
  { modelId, provider, isFree, dataPolicy }: GuardedEndpoint,
): BlockingGuardrail | null {
  if (!isModelAllowed(guardrails, modelId)) return "Allowed models";
  const { allowedProviders, ignoredProviders, zeroRetentionOnly, denyCollection } = guardrails;
  const may = !denyCollection;
  return blockingSetting(
    {
      allowedProviders,
      ignoredProviders,
      zeroRetentionOnly,
      trainPaid: may,
      trainFree: may,
      mayPublish: may,
    },
    { provider: provider.slug, isFree, dataPolicy },
  );
}

/** The ids of the models that have an endpoint which the guardrails allow. */
export function usableModels(
  guardrails: Guardrails,
  endpoints: readonly GuardedEndpoint[],
): readonly string[] {
  const open = endpoints.filter((endpoint) => blockingGuardrail(guardrails, endpoint) === null);
  return [...new Set(open.map(({ modelId }) => modelId))];
}

/** A variant that is a model of its own, such as ":free", is named by its own id or by its author. */
function isModelAllowed({ allowedModels }: Guardrails, modelId: string): boolean {
  if (allowedModels.length === 0 || allowedModels.includes(modelId)) return true;
  return allowedModels.includes(authorPattern(modelId));
}

/** "sandbox/*" for "sandbox/heron": all models of its author, also those that are added later. */
export function authorPattern(modelId: string): string {
  return `${modelId.slice(0, modelId.indexOf("/"))}/*`;
}

export function hasGuardrails(guardrails: Guardrails): boolean {
  return guardrailsText(guardrails) !== guardrailsText(noGuardrails);
}

/** Guardrails as one text, to compare what a form was filled in from with what is stored. */
export function guardrailsText(guardrails: Guardrails): string {
  const { allowedModels, allowedProviders, ignoredProviders, zeroRetentionOnly, denyCollection } = guardrails;
  const lists = [allowedModels, allowedProviders, ignoredProviders].map((list) => [...new Set(list)].sort());
  return JSON.stringify([...lists, zeroRetentionOnly, denyCollection]);
}

/** What the catalog has at the moment. */
export type KnownNames = { readonly models: readonly string[]; readonly providers: readonly string[] };

/** A field of guardrails that cannot be stored, and a sentence that says why. */
export type GuardrailProblem = { readonly field: keyof Guardrails; readonly message: string };

/**
 * Why a key's guardrails cannot be changed to these. A name that the catalog does not have is refused, because a
 * mistyped ignored provider would silently be used; one that was stored before may stay, because the catalog may get it
 * back.
 */
export function guardrailProblem(
  before: Guardrails,
  after: Guardrails,
  known: KnownNames,
): GuardrailProblem | null {
  const names = {
    allowedModels: new Set([...known.models, ...known.models.map(authorPattern), ...before.allowedModels]),
    allowedProviders: new Set([...known.providers, ...before.allowedProviders, ...before.ignoredProviders]),
  };
  const lists = [
    { field: "allowedModels", noun: "model", names: names.allowedModels },
    { field: "allowedProviders", noun: "provider", names: names.allowedProviders },
    { field: "ignoredProviders", noun: "provider", names: names.allowedProviders },
  ] as const;
  for (const { field, noun, names: valid } of lists) {
    if (after[field].length > guardrailEntriesMax)
      return { field, message: `Choose at most ${guardrailEntriesMax} ${noun}s.` };
    const unknown = after[field].find((name) => !valid.has(name));
    if (unknown !== undefined) return { field, message: `The catalog has no ${noun} “${unknown}”.` };
  }
  const both = after.ignoredProviders.find((slug) => after.allowedProviders.includes(slug));
  if (both === undefined) return null;
  return {
    field: "ignoredProviders",
    message: `${both} is both allowed and ignored. Remove it from one list.`,
  };
}
