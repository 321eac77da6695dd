import { z } from "zod";
import { paths } from "@/lib/kernel/paths";

export const policyKinds = ["privacy", "terms", "cookies", "subprocessors"] as const;
export type PolicyKind = (typeof policyKinds)[number];

/** What people read and where. */
export const policyNames: Readonly<Record<PolicyKind, string>> = {
  privacy: "Privacy policy",
  terms: "Terms of service",
  cookies: "Cookies",
  subprocessors: "Subprocessors",
};

export function isPolicyKind(text: string): text is PolicyKind {
  return (policyKinds as readonly string[]).includes(text);
}

export function policyHref(policy: PolicyKind, number?: number): string {
  return number === undefined ? `${paths.legal}/${policy}` : `${paths.legal}/${policy}/${number}`;
}

/** `id` names the sentence through all versions and in docs/policy-sentences.md; links are written [label](path). */
const sentenceSchema = z.object({ id: z.string(), text: z.string() });
const blockSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text"), sentences: z.array(sentenceSchema) }),
  z.object({ kind: z.literal("list"), sentences: z.array(sentenceSchema) }),
]);
const sectionSchema = z.object({ id: z.string(), heading: z.string(), blocks: z.array(blockSchema) });

export type Sentence = z.infer<typeof sentenceSchema>;
export type PolicyBlock = z.infer<typeof blockSchema>;
/** A part of a policy: paragraphs and lists of sentences under a heading. */
export type PolicySection = z.infer<typeof sectionSchema>;

/** How the sections of a version are stored. */
export const sectionsSchema = z.array(sectionSchema);

/** The texts of all policies as the code and the configuration make them now. */
export type PolicyDrafts = Readonly<Record<PolicyKind, readonly PolicySection[]>>;

export function sentencesOf(sections: readonly PolicySection[]): readonly Sentence[] {
  return sections.flatMap(({ blocks }) => blocks.flatMap(({ sentences }) => sentences));
}
