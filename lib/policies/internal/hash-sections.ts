import "server-only";
import { createHash } from "node:crypto";
import type { PolicySection } from "../rules/policy";

/** Equal for equal texts, whatever the order of keys was in which they came from the database. */
export function hashSections(sections: readonly PolicySection[]): Buffer {
  const words = sections.map(({ id, heading, blocks }) => [
    id,
    heading,
    blocks.map(({ kind, sentences }) => [kind, sentences.map((sentence) => [sentence.id, sentence.text])]),
  ]);
  return createHash("sha256").update(JSON.stringify(words)).digest();
}
