import { createHash } from "node:crypto";
import { charsPerToken } from "./usage";

const blockChars = 1_024;
const blocksMax = 256;
const entriesMax = 50_000;

/** Prefix cache: remembers hashes of prompt beginnings in steps of 1,024 characters, never the text. */
export function createPromptCache() {
  const seen = new Set<string>();

  /** Tokens of the longest prefix seen before for this model. Remembers this prompt's prefixes. */
  function cachedTokens(model: string, text: string): number {
    if (text.length < blockChars) return 0;
    const hash = createHash("sha1").update(model);
    let cachedChars = 0;
    const blocks = Math.min(blocksMax, Math.floor(text.length / blockChars));
    for (let block = 0; block < blocks; block += 1) {
      hash.update(text.slice(block * blockChars, (block + 1) * blockChars));
      const key = hash.copy().digest("base64");
      if (seen.has(key)) cachedChars = (block + 1) * blockChars;
      else remember(key);
    }
    return cachedChars / charsPerToken;
  }

  function remember(key: string) {
    seen.add(key);
    if (seen.size <= entriesMax) return;
    const [oldest] = seen;
    if (oldest !== undefined) seen.delete(oldest);
  }

  return { cachedTokens, clear: () => seen.clear() };
}

export type PromptCache = ReturnType<typeof createPromptCache>;
