/** One event's data, or a part of one that was too long to be kept in one piece. */
export type EventData = string | { readonly tooLong: string };

/** JSON has neither within a string. The empty line in the middle of a pair is passed over like any other. */
const lineEnds = /[\r\n]/g;

/**
 * Cuts a server-sent event stream into the data of its events, whatever pieces it arrives in. Comments and other
 * fields are passed over. A data line that outgrows every sensible chunk is handed over in parts, which cannot be read but counted.
 */
export class EventLines {
  #rest = "";
  /** What becomes of the rest of a line that outgrew the bound: data are handed over in parts, all else is dropped. */
  #excess: "data" | "other" | null = null;
  readonly #lineLengthMax: number;

  constructor(lineLengthMax = 4_000_000) {
    this.#lineLengthMax = lineLengthMax;
  }

  /** The data lines that a piece of text completes. */
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

  /** What stands after the last line break when the stream has ended. */
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

/** Takes a body that is one piece of JSON, and no event stream, for the data of one event. */
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
