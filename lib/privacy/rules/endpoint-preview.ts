import type { Catalog, DataPolicy } from "@/lib/catalog/rules/catalog";
import { blockingSetting, type PolicyChoices } from "./endpoint-policy";

/** A provider as the privacy page shows it: its data policy, and how many of its endpoints are allowed. */
export type ProviderChoice = {
  readonly slug: string;
  readonly name: string;
  readonly policy: string;
  readonly usable: number;
  readonly total: number;
};

export type EndpointPreview = {
  readonly providers: readonly ProviderChoice[];
  readonly usable: number;
  readonly total: number;
};

/** The endpoints that a workspace's choices allow, counted by the rule that routes requests. */
export function previewOf(
  catalog: Pick<Catalog, "models" | "providers">,
  choices: PolicyChoices,
): EndpointPreview {
  const endpoints = catalog.models.flatMap((model) => model.endpoints);
  const providers = catalog.providers.map((provider): ProviderChoice => {
    const own = endpoints.filter((endpoint) => endpoint.provider.slug === provider.slug);
    const usable = own.filter(
      (endpoint) => blockingSetting(choices, { ...endpoint, provider: provider.slug }) === null,
    ).length;
    return {
      slug: provider.slug,
      name: provider.name,
      policy: policyWords(provider.dataPolicy),
      usable,
      total: own.length,
    };
  });
  const sum = (pick: (provider: ProviderChoice) => number) =>
    providers.reduce((total, provider) => total + pick(provider), 0);
  return { providers, usable: sum(({ usable }) => usable), total: sum(({ total }) => total) };
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
  return `${training}, ${keeping}${publishes === true ? ", may publish prompts" : ""}`;
}
