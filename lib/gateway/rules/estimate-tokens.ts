import { contentPieces, type ContentPiece } from "./content-pieces";
import { TextScan } from "./tokens/scan-text";

/** Token counts of a request's content before it is sent, without any model's token factor. */
export type ContentEstimate = {
  /** What is held. The tokenizers in use do not exceed it. */
  readonly bound: number;
  /** Our best estimate, which is billed when the provider reports nothing. */
  readonly likely: number;
  /** The most that a provider may report. No tokenizer can exceed it, because a token is at least one byte. */
  readonly possible: number;
  readonly images: number;
};

/** The time that a piece takes in addition to its text, in characters. */
const charactersPerPiece = 64;

type Counts = { readonly bound: number; readonly likely: number; readonly possible: number };

/** What a chat template adds to a request. A few add a page of text, which only `possible` allows for. */
const perRequest: Counts = { bound: 16, likely: 3, possible: 512 };
/** Role and delimiters of a message. */
const perMessage: Counts = { bound: 8, likely: 4, possible: 16 };
/**
 * Instructions that providers add once if there are tools. Most also serialize the schemas with more white space than
 * they came with.
 */
const perTools: Counts = { bound: 128, likely: 16, possible: 1_024 };
const toolBytesFactor = 2;
/**
 * An image costs from 85 to about 1,600 tokens with most models, and at most 48,169 with the one that counts highest
 * (an image of 768 × 2,048 pixels, in tiles of 5,667 tokens each).
 */
const perImage: Counts = { bound: 2_000, likely: 1_000, possible: 50_000 };
/** A document unpacks to more than its bytes, and one given by its address may have any size. */
const perFile: Counts = { bound: 2_000, likely: 1_000, possible: 200_000 };
const perThousandFileCharacters: Counts = { bound: 350, likely: 80, possible: 1_000 };
/** A second of speech is 10 to 30 tokens, and thousands of bytes. */
const perAudio: Counts = { bound: 500, likely: 250, possible: 20_000 };
const perThousandAudioCharacters: Counts = { bound: 25, likely: 3, possible: 1_000 };

/** An upper bound for the tokens of a text with the tokenizers in use. */
export function promptTokenBound(text: string): number {
  const scan = new TextScan();
  scan.add(text);
  return scan.bound;
}

/** The likely number of tokens of a text. */
export function estimateTextTokens(text: string): number {
  const scan = new TextScan();
  scan.add(text);
  return scan.likely;
}

/** Estimates a whole request in one step. For large ones see `estimateInSteps`. */
export function estimateContentTokens(content: Readonly<Record<string, unknown>>): ContentEstimate {
  const steps = estimateInSteps(content);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same in steps of about `charactersPerStep`, so that the caller can let other work run in between. */
export function* estimateInSteps(
  content: Readonly<Record<string, unknown>>,
  charactersPerStep = 65_536,
): Generator<undefined, ContentEstimate> {
  const tally = new Tally();
  let left = charactersPerStep;
  for (const piece of contentPieces(content)) {
    tally.addPiece(piece);
    // A piece takes time in addition to its text.
    left -= charactersPerPiece;
    const scan = new TextScan();
    for (let at = 0; at < piece.text.length;) {
      if (left <= 0) {
        yield undefined;
        left = charactersPerStep;
      }
      scan.add(piece.text, at, at + left);
      const next = Math.min(at + left, piece.text.length);
      left -= next - at;
      at = next;
    }
    tally.addText(piece.kind, scan);
  }
  return tally.estimate;
}

class Tally {
  #bound = perRequest.bound;
  #likely = perRequest.likely;
  #possible = perRequest.possible;
  #images = 0;
  #hasTools = false;

  /** Adds the tokens of a piece other than those of its text. */
  addPiece({ kind, inlineLength }: ContentPiece): void {
    const thousands = inlineLength / 1_000;
    if (kind === "message") this.#add(perMessage);
    else if (kind === "image") {
      this.#add(perImage);
      this.#images += 1;
    } else if (kind === "file") {
      this.#add(perFile);
      this.#add(perThousandFileCharacters, thousands);
    } else if (kind === "audio") {
      this.#add(perAudio);
      this.#add(perThousandAudioCharacters, thousands);
    } else if (kind === "tools" && !this.#hasTools) {
      this.#add(perTools);
      this.#hasTools = true;
    }
  }

  addText(kind: ContentPiece["kind"], { bound, likely, bytes }: TextScan): void {
    this.#add({ bound, likely, possible: kind === "tools" ? bytes * toolBytesFactor : bytes });
  }

  get estimate(): ContentEstimate {
    return { bound: this.#bound, likely: this.#likely, possible: this.#possible, images: this.#images };
  }

  #add(counts: Counts, times = 1): void {
    this.#bound += Math.ceil(counts.bound * times);
    this.#likely += Math.ceil(counts.likely * times);
    this.#possible += Math.ceil(counts.possible * times);
  }
}
