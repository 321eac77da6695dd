import type { Catalog, DataPolicy } from "@/lib/catalog/rules/catalog";
import type { Formats } from "@/lib/kernel/format";
import { type BlockingSetting, blockingSetting, type PolicyChoices } from "./endpoint-policy";

/** How often a workspace used a model at a provider. */
export type ModelUse = { readonly model: string; readonly provider: string; readonly requests: bigint };

/** A change of settings, seen from its effect on endpoints. */
export type EndpointChange = {
  /** One fact per sentence, the most important first. Empty when no endpoint is affected. */
  readonly facts: readonly string[];
  /** Whether endpoints that can be used now could not be used any more. */
  readonly stops: boolean;
};

type Offer = Pick<Catalog, "models" | "providers">;

/** Endpoints listed by name in a sentence; more are only counted. */
const namedMax = 8;

/** What a change of settings does to endpoints, and to the models that the workspace used in the last 30 days. */
export function previewChange(
  offer: Offer,
  { before, after }: { readonly before: PolicyChoices; readonly after: PolicyChoices },
  uses: readonly ModelUse[],
  formats: Formats,
): EndpointChange {
  const [usable, kept] = [usableEndpoints(offer, before), usableEndpoints(offer, after)];
  return describeChange({ usable, kept, uses }, formats);
}

type Endpoints = {
  /** Endpoints that can be used now. */
  readonly usable: readonly UsableEndpoint[];
  /** Endpoints that can be used afterwards. */
  readonly kept: readonly UsableEndpoint[];
  readonly uses: readonly ModelUse[];
};

/** The same from the endpoints themselves, for a page that knows which of them each provider has. */
export function describeChange({ usable, kept, uses }: Endpoints, formats: Formats): EndpointChange {
  const keptIds = new Set(kept.map(({ id }) => id));
  const usableIds = new Set(usable.map(({ id }) => id));
  const stopped = usable.filter(({ id }) => !keptIds.has(id));
  const opened = kept.filter(({ id }) => !usableIds.has(id));
  const facts: string[] = [];
  if (stopped.length > 0) {
    facts.push(
      `${formats.count(stopped.length)} of ${formats.count(usable.length)} endpoints will stop working: ${namesOf(stopped, formats)}.`,
      ...lostModels(stopped, kept, formats),
      ...factsOfUse({ stopped, kept, uses }, formats),
    );
  }
  if (opened.length > 0) {
    const more = opened.length === 1 ? "1 more endpoint" : `${formats.count(opened.length)} more endpoints`;
    facts.push(`${more} can be used: ${namesOf(opened, formats)}.`);
  }
  return { facts, stops: stopped.length > 0 };
}

/** "12 models lose all endpoints: heron, wren, …" */
function lostModels(
  stopped: readonly UsableEndpoint[],
  kept: readonly UsableEndpoint[],
  formats: Formats,
): readonly string[] {
  const left = new Set(kept.map(({ modelId }) => modelId));
  const lost = [...new Set(stopped.map(({ modelId }) => modelId))].filter((id) => !left.has(id));
  if (lost.length === 0) return [];
  const named = lost.slice(0, namedMax).map(shortName).join(", ");
  const unnamed = lost.length > namedMax ? `, and ${formats.count(lost.length - namedMax)} more` : "";
  const models = lost.length === 1 ? "1 model loses" : `${formats.count(lost.length)} models lose`;
  return [`${models} all endpoints: ${named}${unnamed}.`];
}

export type UsableEndpoint = {
  readonly id: string;
  readonly modelId: string;
  readonly provider: { readonly slug: string; readonly name: string };
};

/** The endpoints that the choices allow, by the rule that routes requests. */
export function usableEndpoints(offer: Offer, choices: PolicyChoices): readonly UsableEndpoint[] {
  return offer.models
    .flatMap((model) => model.endpoints)
    .filter(
      (endpoint) => blockingSetting(choices, { ...endpoint, provider: endpoint.provider.slug }) === null,
    );
}

/** The setting that rules out all endpoints of a provider, whatever the choice of providers; null if one may be used. */
export function providerBlock(offer: Offer, choices: PolicyChoices, slug: string): BlockingSetting | null {
  const unrestricted = { ...choices, allowedProviders: [], ignoredProviders: [] };
  const blocks = offer.models
    .flatMap((model) => model.endpoints)
    .filter(({ provider }) => provider.slug === slug)
    .map((endpoint) => blockingSetting(unrestricted, { ...endpoint, provider: slug }));
  return blocks.includes(null) ? null : (blocks[0] ?? null);
}

/** "magpie, magpie:free at Commons; cormorant at Harbour" */
function namesOf(endpoints: readonly UsableEndpoint[], formats: Formats): string {
  const groups = new Map<string, string[]>();
  for (const { modelId, provider } of endpoints.slice(0, namedMax)) {
    groups.set(provider.name, [...(groups.get(provider.name) ?? []), shortName(modelId)]);
  }
  const names = [...groups].map(([provider, models]) => `${models.join(", ")} at ${provider}`).join("; ");
  const unnamed = endpoints.length - namedMax;
  return unnamed > 0 ? `${names}; and ${formats.count(unnamed)} more` : names;
}

type UseFacts = {
  readonly stopped: readonly UsableEndpoint[];
  readonly kept: readonly UsableEndpoint[];
  readonly uses: readonly ModelUse[];
};

/** Which of the models in use would have no endpoint left, and which would move to other providers. */
function factsOfUse({ stopped, kept, uses }: UseFacts, formats: Formats): readonly string[] {
  const keptModels = new Set(kept.map(({ modelId }) => modelId));
  const stoppedModels = new Set(stopped.map(({ modelId }) => modelId));
  const stoppedIds = new Set(stopped.map(({ modelId, provider }) => `${provider.slug} ${modelId}`));
  const lost = sumByModel(uses.filter(({ model }) => stoppedModels.has(model) && !keptModels.has(model)));
  const moved = sumByModel(
    uses.filter(({ model, provider }) => stoppedIds.has(`${provider} ${model}`) && keptModels.has(model)),
  );
  if (lost.length === 0 && moved.length === 0) return ["You used none of them in the last 30 days."];
  const facts: string[] = [];
  if (lost.length > 0)
    facts.push(`Of the models you used in the last 30 days, these would fail: ${listed(lost, formats)}.`);
  if (moved.length > 0) facts.push(`These would move to another provider: ${listed(moved, formats)}.`);
  return facts;
}

function sumByModel(uses: readonly ModelUse[]): readonly (readonly [string, bigint])[] {
  const sums = new Map<string, bigint>();
  for (const { model, requests } of uses) sums.set(model, (sums.get(model) ?? 0n) + requests);
  return [...sums].toSorted(([, first], [, second]) => (first < second ? 1 : first > second ? -1 : 0));
}

function listed(models: readonly (readonly [string, bigint])[], formats: Formats): string {
  const names = models
    .slice(0, namedMax)
    .map(
      ([model, requests]) =>
        `${shortName(model)} (${formats.count(requests)} ${requests === 1n ? "request" : "requests"})`,
    );
  const unnamed = models.length - namedMax;
  return [...names, ...(unnamed > 0 ? [`and ${formats.count(unnamed)} more`] : [])].join(", ");
}

/** A model's id without its author: "heron". */
function shortName(modelId: string): string {
  return modelId.slice(modelId.lastIndexOf("/") + 1);
}

/** "Does not train, keeps prompts for 30 days". An unknown policy is stated as such; it counts as the worst. */
export function policyWords({ trains, retainsDays, publishes }: DataPolicy): string {
  const training =
    trains === "unknown" ? "Training policy unknown" : trains ? "Trains on inputs" : "Does not train";
  const keeping =
    retainsDays === "unknown"
      ? "retention unknown"
      : retainsDays === 0
        ? "zero retention"
        : `keeps prompts for ${retainsDays} ${retainsDays === 1 ? "day" : "days"}`;
  const publishing =
    publishes === "unknown" ? ", publication unknown" : publishes ? ", may publish prompts" : "";
  return `${training}, ${keeping}${publishing}`;
}

/** The facts of a policy, each as a cell of a table. */
export type PolicyCells = { readonly trains: string; readonly publishes: string; readonly keeps: string };

export function policyCells({ trains, retainsDays, publishes }: DataPolicy): PolicyCells {
  const answer = (fact: boolean | "unknown") => (fact === "unknown" ? "Unknown" : fact ? "Yes" : "No");
  return {
    trains: answer(trains),
    publishes: publishes === true ? "May publish" : answer(publishes),
    keeps:
      retainsDays === "unknown"
        ? "Unknown"
        : retainsDays === 0
          ? "No"
          : `${retainsDays} ${retainsDays === 1 ? "day" : "days"}`,
  };
}
