import { letterPairs, wordsInAnyCase, wordsInLowerCase } from "./token-vocabulary";

// Letters are numbered from 0 in the table of pairs: a to z, then A to Z.
export const letterCount = 26;
/** The start of a text, and anything that is not a letter. */
export const noLetter = 63;
/** The space before a word, which forms one token with any first letter. */
export const spaceIndex = 62;

/**
 * Indexed by `first * 64 + second`: 1 when the two letters are one token wherever they are neighbors, 2 for other
 * pairs, 0 when they cannot be in one segment.
 */
export const pairOf = new Uint8Array(64 * 64);
const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const pairMerges = 1;
const pairIsRare = 2;

/** Longer words are not in the lists. */
const listedLengthMax = 16;
const slots = 8_192;
/** A word's hash with its listing (below) in the two lowest bits; 0 for an empty slot. */
const listings = new Int32Array(slots);

export const hashSeed = 0x811c9dc5 | 0;

/** Extends a word's hash by one letter. Capitals count as their lower case. */
export function nextHash(hash: number, code: number): number {
  return Math.imul(hash ^ (code | 0x20), 0x01000193);
}

/** 0 for a word that is not listed, 1 when it is listed in lower case, 2 when it is listed with a capital too. */
export function listingOf(hash: number, length: number): number {
  if (length > listedLengthMax) return 0;
  for (let slot = slotOf(hash); ; slot = (slot + 1) & (slots - 1)) {
    const entry = listings[slot] ?? 0;
    if (((entry ^ hash) & ~3) === 0 || entry === 0) return entry & 3;
  }
}

fill();

function fill(): void {
  for (let first = 0; first < 52; first += 1) {
    pairOf.fill(pairIsRare, first * 64, first * 64 + 52);
    // A capital after a small letter starts a segment.
    if (first < letterCount) pairOf.fill(0, first * 64 + letterCount, first * 64 + 52);
  }
  for (const [first, seconds] of Object.entries(letterPairs)) {
    for (const second of seconds) pairOf[indexOf(first) * 64 + indexOf(second)] = pairMerges;
  }
  pairOf.fill(pairMerges, spaceIndex * 64, spaceIndex * 64 + 52);
  for (const word of wordsInLowerCase) list(word, 1);
  for (const word of wordsInAnyCase) list(word, 2);
}

function indexOf(letter: string): number {
  return letters.indexOf(letter);
}

function list(word: string, listing: number): void {
  let hash = hashSeed;
  for (let at = 0; at < word.length; at += 1) hash = nextHash(hash, word.charCodeAt(at));
  let slot = slotOf(hash);
  while (listings[slot] !== 0) slot = (slot + 1) & (slots - 1);
  listings[slot] = (hash & ~3) | listing;
}

/** The listing is in the lowest bits. */
function slotOf(hash: number): number {
  return (hash >>> 2) & (slots - 1);
}
