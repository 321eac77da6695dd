const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;
const openBracket = 0x5b;
const openBrace = 0x7b;
const zero = 0x30;

/** Digits that take as long to parse as a value. The first ones of a number, up to this many, are part of its value. */
const digitsPerValue = 16;

/**
 * Counts the names and values of a JSON text in its bytes, without parsing it: parsing a value takes ten to a hundred
 * times as long as skipping it. Each comma, colon and opening bracket outside of strings counts as one, so that an
 * empty list or object counts as two. Digits of a number after its first sixteen are counted too. Text that is not JSON
 * gets some count as well.
 */
export class ValueCount {
  #marks = 1;
  /** Digits of numbers after their first `digitsPerValue`. */
  #digits = 0;
  /** Length of the current run of digits, and of the longest one. */
  #row = 0;
  #longest = 0;
  #isInString = false;
  #isEscaped = false;

  /** Counts `bytes`, or a slice of them. */
  add(bytes: Uint8Array, from = 0, to = bytes.length): void {
    const end = Math.min(to, bytes.length);
    let at = this.#isInString && from < end ? this.#leaveString(bytes, from, end) : from;
    let marks = 0;
    while (at < end) {
      const byte = bytes[at];
      if (isDigit(byte)) {
        at = this.#passDigits(bytes, at, end);
        continue;
      }
      this.#row = 0;
      at += 1;
      if (byte === quote) at = this.#leaveString(bytes, at, end);
      else if (byte === comma || byte === colon || byte === openBracket || byte === openBrace) marks += 1;
    }
    this.#marks += marks;
  }

  /** Returns where the run of digits at `from` ends, or `end`. */
  #passDigits(bytes: Uint8Array, from: number, end: number): number {
    let at = from;
    while (at < end && isDigit(bytes[at])) at += 1;
    const before = Math.max(0, this.#row - digitsPerValue);
    this.#row += at - from;
    this.#digits += Math.max(0, this.#row - digitsPerValue) - before;
    if (this.#row > this.#longest) this.#longest = this.#row;
    return at;
  }

  /** Returns where the string that is open at `from` ends, or `end`. */
  #leaveString(bytes: Uint8Array, from: number, end: number): number {
    let at = this.#isEscaped ? from + 1 : from;
    while (at < end) {
      const byte = bytes[at];
      if (byte === quote) {
        this.#isInString = false;
        this.#isEscaped = false;
        return at + 1;
      }
      at += byte === backslash ? 2 : 1;
    }
    this.#isInString = true;
    this.#isEscaped = at > end;
    return end;
  }

  /** The longest run of digits so far. */
  get digitsMax(): number {
    return this.#longest;
  }

  /** The count so far. */
  get total(): number {
    return this.#marks + Math.floor(this.#digits / digitsPerValue);
  }
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte < colon;
}
