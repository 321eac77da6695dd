import { boundOf, boundUnit, charClass, classOf } from "./text-classes";
import { hashSeed, letterCount, listingOf, nextHash, noLetter, pairOf, spaceIndex } from "./word-tables";

const space = 0x20;
const smallA = 0x61;
const capitalA = 0x41;

// Likely tokens of a word, in thousandths, fitted like those of scan-text.ts.
const ofListed = 855;
const ofUnlisted = 910;
const withoutSpace = 140;
const perLetterOverSeven = 350;
/** For each pair of neighboring letters that is not a token: typical of names, codes, and random letters. */
const perRarePair = 1_690;
const ofCapitals = 140;
const perCapital = 180;
const perRareCapitalPair = 360;
const ofExtended = 780;
const perExtended = 1_210;
const ofVietnamese = 880;
const perVietnameseLetter = 36;

/**
 * Reads words, letter by letter, across pieces.
 *
 * The bound relies on what a byte-pair tokenizer leaves behind: it never leaves two neighboring tokens that together
 * are a token. Two single letters of a pair that every vocabulary contains are therefore never left side by side. The
 * bound is the most pieces that a word can be cut into under this rule: alternating pieces of one letter and of two, so
 * that at most every third letter saves a piece. Listed words are one token, including the space before them.
 */
export class WordScan {
  /** All finished words with the spaces before them: the most tokens, in `boundUnit`. */
  bound = 0;
  /** All finished words: the likely tokens, in thousandths. */
  likely = 0;
  /** UTF-8 bytes beyond one per code unit. */
  extraBytes = 0;
  #hasSpace = false;
  #segments = 0;
  #extendedBound = 0;
  /** The most pieces so far. */
  #pieces = 0;
  /** How many letters ago two letters last had to share a piece: 0, 1, or 2 for longer ago. */
  #sinceShared = 0;
  #previous = noLetter;
  // The current segment: from a capital after a small letter (or from the start) to the next one.
  #hash = hashSeed;
  #length = 0;
  #capitals = 0;
  #rarePairs = 0;
  #extended = 0;
  #vietnamese = 0;

  /** `hasSpace`: a space precedes the word and becomes part of its first token. */
  start(hasSpace: boolean): void {
    this.#hasSpace = hasSpace;
    this.#segments = 0;
    this.#extendedBound = 0;
    this.#pieces = hasSpace ? 1 : 0;
    this.#sinceShared = hasSpace ? 2 : 1;
    this.#previous = hasSpace ? spaceIndex : noLetter;
    this.#hash = hashSeed;
    this.#length = 0;
    this.#capitals = 0;
    this.#rarePairs = 0;
    this.#extended = 0;
    this.#vietnamese = 0;
  }

  /**
   * Continues the word from `index`, and reads the words that follow it after one space each. Returns the index of the
   * first code unit that is part of none of them, or `end`. The last word stays open.
   */
  read(text: string, index: number, end: number): number {
    let at = this.#readLetters(text, index, end);
    while (at < end) {
      const code = text.charCodeAt(at);
      if (code < 128 || classOf[code] !== charClass.extended) break;
      this.#addExtended(code);
      at = this.#readLetters(text, at + 1, end);
    }
    return at;
  }

  /** Ends the open word. */
  finish(): void {
    this.#endWord(this.#hash, this.#length, this.#pieces, this.#rarePairs);
  }

  /** The bound of the open word so far. */
  get openBound(): number {
    return this.#isOneToken(listingOf(this.#hash, this.#length))
      ? boundUnit
      : this.#extendedBound + this.#pieces * boundUnit;
  }

  /** The length of the open word's last segment so far. */
  get openLetters(): number {
    return this.#length;
  }

  /** The likely tokens of the open word's last segment so far. */
  get openLikely(): number {
    const listing = listingOf(this.#hash, this.#length);
    return this.#length === 0 ? 0 : this.#segmentLikely(listing, this.#length, this.#rarePairs);
  }

  /** The inner loop of every estimate. Everything that changes per letter is in local variables while it runs. */
  #readLetters(text: string, index: number, end: number): number {
    let pieces = this.#pieces;
    let sinceShared = this.#sinceShared;
    let previous = this.#previous;
    let hash = this.#hash;
    let rarePairs = this.#rarePairs;
    let segmentStart = index - this.#length;
    let at = index;
    for (;;) {
      let code = 0;
      while (at < end) {
        code = text.charCodeAt(at);
        let letter = code - smallA;
        if (letter >>> 0 >= letterCount) {
          letter = code - capitalA + letterCount;
          if (letter < letterCount || letter >= 2 * letterCount) break;
          // A capital after a small letter: the segment ends.
          if (previous < letterCount && at > segmentStart) break;
          this.#capitals += 1;
        }
        hash = nextHash(hash, code);
        const pair = pairOf[previous * 64 + letter] ?? 0;
        // Without branches, because the letters of a word cannot be predicted. 1 when the two must share a piece.
        const shared = pair & (sinceShared >> 1);
        pieces += 1 - shared;
        sinceShared = (1 - shared) * (sinceShared + 1 - (sinceShared >> 1));
        rarePairs += pair >> 1;
        previous = letter;
        at += 1;
      }
      if (at >= end) break;
      if (code === space && at + 1 < end && isLetter(text.charCodeAt(at + 1))) {
        this.#endWord(hash, at - segmentStart, pieces, rarePairs);
        at += 1;
        pieces = 1;
        sinceShared = 2;
        previous = spaceIndex;
      } else if (isLetter(code)) {
        const length = at - segmentStart;
        this.#endSegment(listingOf(hash, length), length, rarePairs);
      } else break;
      hash = hashSeed;
      rarePairs = 0;
      segmentStart = at;
    }
    this.#pieces = pieces;
    this.#sinceShared = sinceShared;
    this.#previous = previous;
    this.#hash = hash;
    this.#rarePairs = rarePairs;
    this.#length = at - segmentStart;
    return at;
  }

  /** Ends a word before one that follows a space. */
  #endWord(hash: number, length: number, pieces: number, rarePairs: number): void {
    const listing = listingOf(hash, length);
    this.bound += this.#isOneToken(listing) ? boundUnit : this.#extendedBound + pieces * boundUnit;
    this.#endSegment(listing, length, rarePairs);
    this.#hasSpace = true;
    this.#segments = 0;
    this.#extendedBound = 0;
  }

  #endSegment(listing: number, length: number, rarePairs: number): void {
    this.likely += this.#segmentLikely(listing, length, rarePairs);
    this.#segments += 1;
    this.#capitals = 0;
    this.#extended = 0;
    this.#vietnamese = 0;
  }

  /** A capital can only be the first letter: one after a small letter starts a segment, and no listed word has two. */
  #isOneToken(listing: number): boolean {
    return this.#capitals < listing && this.#hasSpace && this.#segments === 0 && this.#extended === 0;
  }

  #segmentLikely(listing: number, length: number, rarePairs: number): number {
    if (this.#vietnamese > 0) return ofVietnamese + perVietnameseLetter * length;
    if (this.#extended > 0) return ofExtended + perExtended * this.#extended;
    if (this.#capitals > 1) return ofCapitals + perCapital * length + perRareCapitalPair * rarePairs;
    if (listing > 0) return ofListed;
    const isJoined = this.#segments > 0 || !this.#hasSpace;
    const over = length > 7 ? length - 7 : 0;
    return ofUnlisted + (isJoined ? withoutSpace : 0) + perLetterOverSeven * over + perRarePair * rarePairs;
  }

  #addExtended(code: number): void {
    this.#extendedBound += this.#pieces * boundUnit + (boundOf[code] ?? 0);
    this.#pieces = 0;
    this.#sinceShared = 1;
    this.#previous = noLetter;
    this.#length += 1;
    this.#extended += 1;
    this.extraBytes += code < 0x800 ? 1 : 2;
    if (code >= 0x1e00 || code === 0x1b0 || code === 0x1a1 || code === 0x111 || code === 0x103)
      this.#vietnamese += 1;
  }
}

function isLetter(code: number): boolean {
  return classOf[code] === charClass.letter;
}
