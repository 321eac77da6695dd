import { boundOf, boundUnit, bytesOf, charClass, classOf, likelyOf, likelyUnit } from "./text-classes";
import { WordScan } from "./word-scan";

// Likely tokens in thousandths, fitted to o200k_base over prose, code, and data in equal parts. The texts are of the
// same kinds as those in the tests, but not the same texts.
const perThreeDigits = 980;
const ofLineEnd = 1_320;
const ofSpaces = 800;
const ofTab = 940;
const ofSpaceBeforeDigit = 1_250;
const ofSymbols = 1_080;
const perOtherSymbol = 80;
const perOtherSymbolOverThree = 670;
const perSameSymbol = 100;
const ofSymbolBeforeWord = 270;
const ofUnderscoreBeforeWord = 480;
const ofControl = 1_000;
/** A tokenizer merges at least this many spaces into one token. */
const spacesPerToken = 8;

const underscore = 0x5f;
const apostrophe = 0x27;
const dot = 0x2e;

/**
 * Reads a text once, in pieces of any size, and keeps three counts of its tokens. The work grows linearly with the
 * length, and nothing is allocated per character, so that a caller can scan ten million characters in slices between
 * other work.
 */
export class TextScan {
  readonly #word = new WordScan();
  #bytes = 0;
  #bound = 0;
  #likely = 0;
  /** Class of the last code unit, or of no character at the start. */
  #last: number = charClass.control;
  #lastCode = 0;
  #digits = 0;
  // The current run of symbols.
  #symbols = 0;
  #otherSymbols = 0;
  #followsSpace = false;
  // The current run of white space: spaces and tabs since its last line end, and the cost of its line ends.
  #spaces = 0;
  #blanks = 0;
  #lineEnd = 0;
  #followsSymbol = false;

  /** Reads `text`, or a slice of it. */
  add(text: string, from = 0, to = text.length): void {
    const end = Math.min(to, text.length);
    this.#bytes += Math.max(0, end - from);
    let at = from;
    while (at < end) {
      const code = text.charCodeAt(at);
      const kind = classOf[code] ?? charClass.other;
      if (kind === charClass.letter || kind === charClass.extended) at = this.#addWords(text, at, end);
      else {
        if (kind !== this.#last) this.#leave(kind);
        this.#addOne(kind, code);
        this.#last = kind;
        this.#lastCode = code;
        at += 1;
      }
    }
  }

  /** The most tokens that the tokenizers in use make of the text. One is added, because some put a space before it. */
  get bound(): number {
    if (this.#bytes === 0) return 0;
    return Math.ceil((this.#bound + this.#word.bound + this.#openBound(charClass.control)) / boundUnit) + 1;
  }

  /** The likely number of tokens. Never zero unless the text is empty. */
  get likely(): number {
    return Math.ceil((this.#likely + this.#word.likely + this.#openLikely(charClass.control)) / likelyUnit);
  }

  /** The part of `likely` that no further text can lower: without the word, symbols, or spaces that the text ends with. */
  get certain(): number {
    return Math.ceil((this.#likely + this.#word.likely) / likelyUnit);
  }

  /** Letters since the last character that ended a word or a part of one; 0 if the text does not end in a word. */
  get openLetters(): number {
    return this.#last === charClass.letter ? this.#word.openLetters : 0;
  }

  /**
   * Bytes in UTF-8. No tokenizer makes more tokens, because a token is at least one byte. (One that normalizes its text
   * first lengthens a few rare characters.)
   */
  get bytes(): number {
    return this.#bytes + this.#word.extraBytes;
  }

  #addWords(text: string, from: number, end: number): number {
    if (this.#last !== charClass.letter) {
      const hasSpace = this.#last === charClass.space;
      this.#leave(charClass.letter);
      this.#last = charClass.letter;
      this.#word.start(hasSpace);
    }
    return this.#word.read(text, from, end);
  }

  /** Adds the cost of the run that ends here, now that the next character is known. */
  #leave(next: number): void {
    if (isBlank(this.#last) && isBlank(next)) {
      this.#bound += this.#spacesBound(next);
      return;
    }
    if (this.#last === charClass.letter) this.#word.finish();
    else if (this.#last === charClass.digit) this.#digits = 0;
    else if (this.#last === charClass.symbol) {
      this.#likely += this.#symbolsLikely(next);
      this.#symbols = 0;
      this.#otherSymbols = 0;
    } else if (isBlank(this.#last)) {
      this.#bound += this.#spacesBound(next);
      this.#likely += this.#blanksLikely(next);
      this.#spaces = 0;
      this.#blanks = 0;
      this.#lineEnd = 0;
    }
    this.#followsSymbol = this.#last === charClass.symbol;
    this.#followsSpace = this.#last === charClass.space;
  }

  #addOne(kind: number, code: number): void {
    if (kind === charClass.other) this.#addOther(code);
    else if (kind === charClass.space) {
      this.#spaces += 1;
      this.#blanks += 1;
    } else {
      this.#bound += boundUnit;
      if (kind === charClass.digit) {
        if (this.#digits % 3 === 0) this.#likely += perThreeDigits;
        this.#digits += 1;
      } else if (kind === charClass.symbol) {
        if (this.#symbols > 0 && code !== this.#lastCode) this.#otherSymbols += 1;
        this.#symbols += 1;
      } else if (kind === charClass.control) this.#likely += ofControl;
      else this.#addLineEndOrTab(kind);
    }
  }

  #addOther(code: number): void {
    this.#likely += likelyOf[code] ?? 0;
    this.#bytes += (bytesOf[code] ?? 1) - 1;
    const isSecondHalf = (code & 0xfc00) === 0xdc00 && (this.#lastCode & 0xfc00) === 0xd800;
    // Two halves are one character of four bytes. A single half is replaced by a character of three.
    if (isSecondHalf && this.#last === charClass.other) {
      this.#bytes -= 2;
      this.#bound += boundUnit;
    } else this.#bound += boundOf[code] ?? 0;
  }

  #addLineEndOrTab(kind: number): void {
    this.#spaces = 0;
    if (kind === charClass.tab) {
      this.#blanks += 1;
      return;
    }
    // A line end directly after a symbol is part of the symbol's token.
    const isJoined = this.#followsSymbol && this.#blanks === 0 && this.#lineEnd === 0;
    if (!isJoined) this.#lineEnd = ofLineEnd;
    this.#blanks = 0;
  }

  #openBound(next: number): number {
    if (this.#last === charClass.letter) return this.#word.openBound;
    return this.#last === charClass.space ? this.#spacesBound(next) : 0;
  }

  /** The space directly before a word is part of the word. */
  #spacesBound(next: number): number {
    const spaces = next === charClass.letter ? this.#spaces - 1 : this.#spaces;
    return spaces > 0 ? (1 + Math.floor(spaces / spacesPerToken)) * boundUnit : 0;
  }

  #openLikely(next: number): number {
    if (this.#last === charClass.letter) return this.#word.openLikely;
    if (this.#last === charClass.symbol) return this.#symbolsLikely(next);
    return isBlank(this.#last) ? this.#blanksLikely(next) : 0;
  }

  #symbolsLikely(next: number): number {
    if (this.#symbols === 1 && !this.#followsSpace && next === charClass.letter) {
      if (this.#lastCode === dot || this.#lastCode === apostrophe) return 0;
      return this.#lastCode === underscore ? ofUnderscoreBeforeWord : ofSymbolBeforeWord;
    }
    const other = this.#otherSymbols;
    return (
      ofSymbols +
      perOtherSymbol * Math.min(other, 3) +
      perOtherSymbolOverThree * Math.max(0, other - 3) +
      perSameSymbol * (this.#symbols - 1 - other)
    );
  }

  #blanksLikely(next: number): number {
    let likely = this.#lineEnd;
    if (this.#blanks > 1) likely += ofSpaces;
    if (this.#last === charClass.tab) likely += ofTab;
    if (this.#blanks > 0 && next === charClass.digit) likely += ofSpaceBeforeDigit;
    return likely;
  }
}

function isBlank(kind: number): boolean {
  return kind === charClass.space || kind === charClass.newline || kind === charClass.tab;
}
