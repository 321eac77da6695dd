/** Longest part of a text that is written at once. */
const pieceLength = 256_000;

/**
 * JSON of plain parsed JSON, in pieces that together are what `JSON.stringify` gives. A text of many megabytes is
 * written part by part, so that nobody has to hold or wait for the whole. A pair of surrogates that is cut apart is
 * written as two escapes, which read back as the pair.
 */
export function* jsonPieces(value: unknown): Generator<string> {
  if (typeof value === "string" && value.length > pieceLength) {
    yield '"';
    for (let from = 0; from < value.length; from += pieceLength) {
      yield JSON.stringify(value.slice(from, from + pieceLength)).slice(1, -1);
    }
    yield '"';
  } else if (Array.isArray(value)) {
    yield "[";
    for (const [index, item] of value.entries()) {
      if (index > 0) yield ",";
      yield* jsonPieces(item === undefined ? null : item);
    }
    yield "]";
  } else if (typeof value === "object" && value !== null) {
    yield "{";
    let separator = "";
    for (const [name, item] of Object.entries(value)) {
      if (item === undefined) continue;
      yield `${separator}${JSON.stringify(name)}:`;
      separator = ",";
      yield* jsonPieces(item);
    }
    yield "}";
  } else {
    yield JSON.stringify(value) ?? "null";
  }
}

/** About how many bytes a plain value takes, from the lengths of its texts; nothing is copied. */
export function approximateBytes(value: unknown): number {
  if (typeof value === "string") return value.length + 2;
  if (typeof value !== "object" || value === null) return 8;
  let bytes = 2;
  if (Array.isArray(value)) {
    for (const item of value) bytes += 1 + approximateBytes(item);
    return bytes;
  }
  for (const [name, item] of Object.entries(value)) bytes += name.length + 4 + approximateBytes(item);
  return bytes;
}
