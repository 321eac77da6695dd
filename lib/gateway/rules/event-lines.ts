/** The data of an event, or a part of it if it was too long to be kept in one piece. */
export type EventData = string | { readonly tooLong: string };

/** JSON strings contain neither. The empty line inside a CRLF pair is skipped like any other. */
const lineEnds = /[\r\n]/g;

/**
 * Splits a server-sent event stream into the data of its events, in whatever pieces it arrives. Comments and other
 * fields are skipped. A data line that outgrows any sensible chunk is passed on in parts, which cannot be parsed but
 * can be counted.
 */
export class EventLines {
  #rest = "";
  /**
   * What happens to the rest of a line that outgrew the limit: data is passed on in parts, everything else is dropped.
   */
  #excess: "data" | "other" | null = null;
  readonly #lineLengthMax: number;

  constructor(lineLengthMax = 4_000_000) {
    this.#lineLengthMax = lineLengthMax;
  }

  /** Returns the data lines that a piece of text completes. */
  push(text: string): EventData[] {
    const data: EventData[] = [];
    let start = 0;
    for (const { index } of text.matchAll(lineEnds)) {
      this.#line(text.slice(start, index), data);
      start = index + 1;
    }
    this.#rest += text.slice(start);
    if (this.#excess === null && this.#rest.length > this.#lineLengthMax) {
      this.#excess = this.#rest.startsWith("data:") ? "data" : "other";
    }
    if (this.#excess !== null) this.#handOver(data);
    return data;
  }

  /** Returns the text after the last line break when the stream has ended. */
  end(): EventData[] {
    return this.push("\n");
  }

  #line(end: string, data: EventData[]): void {
    if (this.#excess !== null) {
      this.#rest += end;
      this.#handOver(data);
      this.#excess = null;
      return;
    }
    const line = this.#rest + end;
    this.#rest = "";
    if (!line.startsWith("data:")) return;
    const value = line.slice(line.charCodeAt(5) === 32 ? 6 : 5).trimEnd();
    if (value !== "") data.push(value);
  }

  #handOver(data: EventData[]): void {
    if (this.#excess === "data" && this.#rest !== "") data.push({ tooLong: this.#rest });
    this.#rest = "";
  }
}

/** Treats a body that is JSON instead of an event stream as the data of one event. */
export class WholeBody {
  #text = "";
  #isTooLong = false;
  readonly #lengthMax: number;

  constructor(lengthMax = 32_000_000) {
    this.#lengthMax = lengthMax;
  }

  push(text: string): EventData[] {
    this.#text += text;
    this.#isTooLong ||= this.#text.length > this.#lengthMax;
    return this.#isTooLong ? this.#take((tooLong) => ({ tooLong })) : [];
  }

  end(): EventData[] {
    return this.#take((text) => (this.#isTooLong ? { tooLong: text } : text));
  }

  #take(make: (text: string) => EventData): EventData[] {
    const text = this.#text;
    this.#text = "";
    return text === "" ? [] : [make(text)];
  }
}
