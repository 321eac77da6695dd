import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import * as cl100k from "gpt-tokenizer/encoding/cl100k_base";
import * as o200k from "gpt-tokenizer/encoding/o200k_base";
import llama3 from "llama3-tokenizer-js";
import mistral from "mistral-tokenizer-js";

/**
 * Texts to measure estimates with, written or generated for this repository: none of them was used to fit the estimates
 * of prose, code and data. For the scripts other than Latin there was little else to fit with, so that their rates rest
 * on the first half of these texts too.
 */
export const corpus: readonly { readonly name: string; readonly text: string }[] = readdirSync(
  import.meta.dirname,
)
  .filter((file) => file.endsWith(".txt"))
  .map((file) => ({
    name: file.slice(0, -".txt".length),
    text: readFileSync(path.join(import.meta.dirname, file), "utf8"),
  }));

export function textOf(name: string): string {
  const found = corpus.find((entry) => entry.name === name);
  if (!found) throw new Error(`There is no text ${name}`);
  return found.text;
}

const allText = { disallowedSpecial: new Set<string>() };

/** The tokens that public tokenizers make of a text, from a large vocabulary to the smallest in wide use. */
export const tokenizers: Readonly<Record<string, (text: string) => number>> = {
  o200k: (text) => o200k.encode(text, allText).length,
  cl100k: (text) => cl100k.encode(text, allText).length,
  llama3: (text) => llama3.encode(text, { bos: false, eos: false }).length,
  mistral: (text) => mistral.encode(text, false, false).length,
};

/** The text in pieces of about one token, as a stream brings it. */
export function oneTokenPieces(text: string): string[] {
  return [...o200k.decodeGenerator(o200k.encode(text, allText))];
}
