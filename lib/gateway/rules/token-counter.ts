import { TextScan } from "./tokens/scan-text";

const stepCharacters = 4_096;

/**
 * Counts an answer as it comes, in pieces of any size: rounded once, not per piece. Stops shortly after `tokensMax`, as a
 * bill does: what comes then costs nothing, neither money nor time.
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

  /** True when more is not counted. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** Tokens so far. Never zero when there was any text. */
  get tokens(): number {
    return this.#scan.likely;
  }
}
