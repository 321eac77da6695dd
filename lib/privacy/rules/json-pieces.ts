/** Longest part of a text that is written in one piece. */
const pieceLength = 256_000;

/**
 * Writes plain parsed JSON as pieces whose concatenation equals the output of `JSON.stringify`. A text of many
 * megabytes is written in parts, so that no caller has to hold or wait for the whole. A surrogate pair that is split is
 * written as two escapes, which parse back to the pair.
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

/** Approximate bytes of a plain value, from the lengths of its texts; nothing is copied. */
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
