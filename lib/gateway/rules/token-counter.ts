import { TextScan } from "./tokens/scan-text";

/** Counts an answer as it comes, in pieces of any size: rounded once, not per piece. */
export class TokenCounter {
  readonly #scan = new TextScan();

  add(text: string): void {
    this.#scan.add(text);
  }

  /** Tokens so far. Never zero when there was any text. */
  get tokens(): number {
    return this.#scan.likely;
  }
}
