import { type PolicySection, type Sentence, sentencesOf } from "./policy";

/** A sentence beside the one with its id in the version before. */
export type SentenceChange =
  | { readonly kind: "same"; readonly sentence: Sentence }
  | { readonly kind: "added"; readonly sentence: Sentence }
  | { readonly kind: "changed"; readonly sentence: Sentence; readonly before: string };

type ComparedBlock = { readonly kind: "text" | "list"; readonly changes: readonly SentenceChange[] };
export type ComparedSection = {
  readonly id: string;
  readonly heading: string;
  readonly blocks: readonly ComparedBlock[];
};

export type Comparison = {
  readonly sections: readonly ComparedSection[];
  /** Sentences of the version before that this one no longer has, in their order. */
  readonly removed: readonly Sentence[];
  readonly counts: { readonly added: number; readonly changed: number; readonly removed: number };
};

/**
 * What a version changes, sentence by sentence. A sentence that only moved counts as the same, because what people are
 * told is the same.
 */
export function compareSections(
  before: readonly PolicySection[],
  after: readonly PolicySection[],
): Comparison {
  const earlier = new Map(sentencesOf(before).map(({ id, text }) => [id, text]));
  const sections = after.map(({ id, heading, blocks }) => ({
    id,
    heading,
    blocks: blocks.map(({ kind, sentences }) => ({
      kind,
      changes: sentences.map((sentence) => changeOf(sentence, earlier.get(sentence.id))),
    })),
  }));
  const kept = new Set(sentencesOf(after).map(({ id }) => id));
  const removed = sentencesOf(before).filter(({ id }) => !kept.has(id));
  const changes = sections.flatMap(({ blocks }) => blocks.flatMap((block) => block.changes));
  const count = (kind: SentenceChange["kind"]) => changes.filter((change) => change.kind === kind).length;
  return {
    sections,
    removed,
    counts: { added: count("added"), changed: count("changed"), removed: removed.length },
  };
}

function changeOf(sentence: Sentence, before: string | undefined): SentenceChange {
  if (before === undefined) return { kind: "added", sentence };
  return before === sentence.text ? { kind: "same", sentence } : { kind: "changed", sentence, before };
}
