import "server-only";
import type { Actor } from "@/lib/kernel/actor";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import { listFacets } from "./list-facets";
import { listKeyLabels } from "./list-key-labels";
import { type ActivityFilters, fieldOf, type ListDimension, listDimensions } from "./rules/activity-filters";
import { statusFilterText } from "./rules/status-reason";

export type FilterText = { readonly name: string; readonly value: string };

const titles = { model: "Model", provider: "Provider", key: "Key", app: "App" } as const;
const optionsOf = { model: "models", provider: "providers", key: "keys", app: "apps" } as const;

/**
 * The filters in words, with today's names of keys and apps, and the labels of keys, whose names may be alike; empty when
 * all requests are meant. A key or app that does not exist, or that the actor may not see, is "unknown".
 */
export async function describeFilters(
  actor: Actor,
  filters: ActivityFilters,
  clock: Clock = systemClock,
): Promise<readonly FilterText[]> {
  const chosen = listDimensions.filter((dimension) => filters[fieldOf[dimension]].length > 0);
  const texts = chosen.length > 0 ? await describeLists(actor, filters, { chosen, clock }) : [];
  if (filters.endUser !== null) texts.push({ name: "End user", value: filters.endUser });
  if (filters.status !== null) texts.push({ name: "Status", value: statusFilterText(filters.status) });
  return texts;
}

type Lists = { readonly chosen: readonly ListDimension[]; readonly clock: Clock };

async function describeLists(
  actor: Actor,
  filters: ActivityFilters,
  { chosen, clock }: Lists,
): Promise<FilterText[]> {
  const [facets, labels] = await Promise.all([
    listFacets(actor, filters, clock),
    listKeyLabels(actor, filters.keyIds),
  ]);
  return chosen.map((dimension) => {
    const names = new Map(
      facets[optionsOf[dimension]].map(({ value, name }) => {
        const label = dimension === "key" ? labels.get(value) : undefined;
        return [value, label === undefined ? name : `${name} (${label})`];
      }),
    );
    const name = filters.excluded.includes(dimension) ? `${titles[dimension]} is not` : titles[dimension];
    const values = filters[fieldOf[dimension]].map((value) => names.get(value) ?? "unknown");
    return { name, value: values.join(", ") };
  });
}
