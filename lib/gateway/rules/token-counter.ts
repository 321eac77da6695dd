import { TextScan } from "./tokens/scan-text";

const stepCharacters = 4_096;

/**
 * Counts the tokens of a response as it arrives, in pieces of any size. Rounds once, not per piece. Stops shortly after
 * `tokensMax`, as a bill does: text after that costs neither money nor time.
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
      this.#isFull = this.#scan.likely >= this.#tokensMax;
    }
  }

  /** True when `tokensMax` is reached and nothing more is counted. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Tokens so far. Never zero when there was any text. */
  get tokens(): number {
    return this.#scan.likely;
  }
}
