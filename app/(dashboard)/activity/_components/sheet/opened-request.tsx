import { findGeneration } from "@/lib/activity/find-generation";
import { parseGenerationId } from "@/lib/activity/rules/generation-id";
import type { Actor } from "@/lib/kernel/actor";
import { GenerationSheet } from "./generation-sheet";

type OpenedRequestProps = {
  readonly actor: Actor;
  /** Id of the generation shown in the sheet, as in the URL. */
  readonly opened: string | null;
};

/** The sheet of a request in a workspace that lists none. */
export async function OpenedRequest({ actor, opened }: OpenedRequestProps) {
  if (!opened) return null;
  const id = parseGenerationId(opened);
  const generation = id ? await findGeneration(actor, id) : null;
  return <GenerationSheet generation={generation} items={[]} zone="UTC" />;
}
