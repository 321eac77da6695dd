import { TextScan } from "./tokens/scan-text";

const stepCharacters = 4_096;
/** Words do not get this long. A run of letters without end must not be counted without end. */
const wordLettersMax = 10_000;

/**
 * Counts the tokens of a response as it arrives, in pieces of any size. Rounds once, not per piece. Stops shortly after
 * `tokensMax`, as a bill does: text after that costs neither money nor time. Where the pieces end changes nothing, as far
 * as the count is billed: "T" alone is more tokens than "TTh", so counting goes on until no further text can lower the
 * count below `tokensMax`.
 */
export class TokenCounter {
  readonly #scan = new TextScan();
  readonly #tokensMax: number;
  #isFull = false;

  constructor(tokensMax = Number.POSITIVE_INFINITY) {
    this.#tokensMax = tokensMax;
  }

  add(text: string): void {
    for (let at = 0; at < text.length && !this.#isFull; at += stepCharacters) {
      this.#scan.add(text, at, at + stepCharacters);
      this.#isFull = this.#isCertain();
    }
  }

  /** True when `tokensMax` is reached and nothing more is counted. */
  get isFull(): boolean {
    return this.#isFull;
  }

  #isCertain(): boolean {
    const scan = this.#scan;
    if (scan.certain >= this.#tokensMax) return true;
    return scan.openLetters > wordLettersMax && scan.likely >= this.#tokensMax;
  }

  /** Tokens so far. Never zero when there was any text. */
  get tokens(): number {
    return this.#scan.likely;
  }
}
