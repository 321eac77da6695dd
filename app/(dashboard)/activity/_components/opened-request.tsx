import { findGeneration } from "@/lib/activity/find-generation";
import type { ActivityFilters } from "@/lib/activity/rules/activity-filters";
import { parseGenerationId } from "@/lib/activity/rules/generation-id";
import type { Actor } from "@/lib/kernel/actor";
import { GenerationSheet } from "./generation-sheet";

type OpenedRequestProps = {
  readonly actor: Actor;
  readonly filters: ActivityFilters;
  /** Id of the generation shown in the sheet, as in the URL. */
  readonly opened: string | null;
};

/** The sheet of a request in a workspace that lists none. */
export async function OpenedRequest({ actor, filters, opened }: OpenedRequestProps) {
  if (!opened) return null;
  const id = parseGenerationId(opened);
  const generation = id ? await findGeneration(actor, id) : null;
  return <GenerationSheet generation={generation} filters={filters} rows={[]} zone="UTC" />;
}
