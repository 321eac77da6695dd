/** One event's data, or the news that a line was too long to be kept. */
export type EventData = string | { readonly isTooLong: true };

/**
 * Cuts a server-sent event stream into the data of its events, whatever pieces it arrives in. Comments and other
 * fields are passed over. A line that outgrows every sensible chunk is dropped up to its end and reported once.
 */
export class EventLines {
  #rest = "";
  #isSkipping = false;
  readonly #lineLengthMax: number;

  constructor(lineLengthMax = 4_000_000) {
    this.#lineLengthMax = lineLengthMax;
  }

  /** The data lines that a piece of text completes. */
  push(text: string): EventData[] {
    const data: EventData[] = [];
    let start = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      this.#line(text.slice(start, end), data);
      start = end + 1;
    }
    const rest = text.slice(start);
    if (this.#isSkipping) return data;
    this.#rest += rest;
    if (this.#rest.length > this.#lineLengthMax) {
      this.#rest = "";
      this.#isSkipping = true;
      data.push({ isTooLong: true });
    }
    return data;
  }

  /** What stands after the last line break when the stream has ended. */
  end(): EventData[] {
    return this.push("\n");
  }

  #line(end: string, data: EventData[]): void {
    const line = this.#rest + end;
    this.#rest = "";
    if (this.#isSkipping) {
      this.#isSkipping = false;
      return;
    }
    if (!line.startsWith("data:")) return;
    const value = line.slice(line.charCodeAt(5) === 32 ? 6 : 5).trimEnd();
    if (value !== "") data.push(value);
  }
}
