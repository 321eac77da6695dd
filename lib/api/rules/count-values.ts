const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;
const openBracket = 0x5b;
const openBrace = 0x7b;
const zero = 0x30;

/** So many digits take as long to read as a value does. Those of a number up to here are that value. */
const digitsPerValue = 16;

/**
 * Counts the names and values of a JSON text in its bytes, without parsing it: reading a value into memory takes ten to a
 * hundred times as long as passing over it. Each comma, colon and opening bracket outside of strings stands for one, so
 * that an empty list or object counts as two; digits of a number after its first sixteen count on. What is no JSON gets
 * some count too.
 */
export class ValueCount {
  #marks = 1;
  /** Of numbers, after their first `digitsPerValue`. */
  #digits = 0;
  /** Length of the row of digits that is open, and of the longest one. */
  #row = 0;
  #longest = 0;
  #isInString = false;
  #isEscaped = false;

  /** Reads `bytes`, or a slice of them. */
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

  /** Where the row of digits at `from` is over, or `end`. */
  #passDigits(bytes: Uint8Array, from: number, end: number): number {
    let at = from;
    while (at < end && isDigit(bytes[at])) at += 1;
    const before = Math.max(0, this.#row - digitsPerValue);
    this.#row += at - from;
    this.#digits += Math.max(0, this.#row - digitsPerValue) - before;
    if (this.#row > this.#longest) this.#longest = this.#row;
    return at;
  }

  /** Where the string that is open at `from` is over, or `end`. */
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

  /** The most digits in a row so far. */
  get digitsMax(): number {
    return this.#longest;
  }

  /** So far. */
  get total(): number {
    return this.#marks + Math.floor(this.#digits / digitsPerValue);
  }
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte < colon;
}
