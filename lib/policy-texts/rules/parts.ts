import type { PolicyBlock, PolicySection, Sentence } from "@/lib/policies/rules/policy";

/** A sentence: its name within its section, and its words. Null when it does not apply to this installation. */
type Entry = readonly [name: string, text: string] | null;

/** A section whose sentences are named after it: "content.not-stored". */
export function section(
  id: string,
  heading: string,
  ...blocks: readonly ((sectionId: string) => PolicyBlock)[]
): PolicySection {
  const filled = blocks.map((block) => block(id)).filter(({ sentences }) => sentences.length > 0);
  return { id, heading, blocks: filled };
}

/** Sentences of one paragraph. */
export function text(...entries: readonly Entry[]) {
  return (sectionId: string): PolicyBlock => ({ kind: "text", sentences: named(sectionId, entries) });
}

/** Sentences as the items of a list. */
export function list(...entries: readonly Entry[]) {
  return (sectionId: string): PolicyBlock => ({ kind: "list", sentences: named(sectionId, entries) });
}

function named(sectionId: string, entries: readonly Entry[]): Sentence[] {
  return entries.flatMap((entry) =>
    entry === null ? [] : [{ id: `${sectionId}.${entry[0]}`, text: entry[1] }],
  );
}
