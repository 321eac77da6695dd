/**
 * Cuts a server-sent event stream into the data of its events, whatever pieces it arrives in. Comments and other
 * fields are passed over. `isTooLong` becomes true when a line outgrows every sensible chunk; give up then.
 */
export class EventLines {
  #rest = "";
  readonly #lineLengthMax: number;
  isTooLong = false;

  constructor(lineLengthMax = 4_000_000) {
    this.#lineLengthMax = lineLengthMax;
  }

  /** The data lines that a piece of text completes. */
  push(text: string): string[] {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop() ?? "";
    if (this.#rest.length > this.#lineLengthMax) {
      this.isTooLong = true;
      this.#rest = "";
    }
    const data: string[] = [];
    for (const line of lines) {
      if (!line.startsWith("data:")) continue;
      const value = line.slice(line.charCodeAt(5) === 32 ? 6 : 5).trimEnd();
      if (value !== "") data.push(value);
    }
    return data;
  }

  /** What stands after the last line break when the stream has ended. */
  end(): string[] {
    return this.push("\n");
  }
}
