import { mediumOf } from "./media";

/** A part of a request's content that costs tokens. */
export type ContentPiece = {
  /**
   * `text` costs by its length. `tools` does too, but providers serialize schemas in their own way. `message` is the
   * frame around a message. `image`, `file`, and `audio` cost by what they are, not by the length of their base64.
   */
  readonly kind: "message" | "text" | "tools" | "image" | "file" | "audio";
  readonly text: string;
  /** Characters of a file or recording that came with the request; 0 for one given by its address. */
  readonly inlineLength: number;
};

/** Yields every part of a request's content that a provider may count as prompt. */
export function* contentPieces(content: Readonly<Record<string, unknown>>): Generator<ContentPiece> {
  const { messages, prompt, suffix, tools, response_format: format } = content;
  if (Array.isArray(messages)) for (const message of messages) yield* messagePieces(message);
  yield* textPieces(prompt);
  yield* textPieces(suffix);
  for (const tool of Array.isArray(tools) ? tools : [tools]) yield* textPieces(tool, "tools");
  yield* textPieces(format, "tools");
}

function* messagePieces(message: unknown): Generator<ContentPiece> {
  yield piece("message");
  if (!isRecord(message)) return;
  for (const [name, value] of Object.entries(message)) {
    if (name === "role") continue;
    if (name === "content" && Array.isArray(value)) for (const part of value) yield* partPieces(part);
    else yield* textPieces(value);
  }
}

function* partPieces(part: unknown): Generator<ContentPiece> {
  if (!isRecord(part)) return;
  const medium = mediumOf(part);
  if (medium === null) yield* textPieces(typeof part.text === "string" ? part.text : part);
  else if (medium === "image") yield piece("image");
  else yield piece(medium === "audio" ? "audio" : "file", "", inlineLength(part));
}

function* textPieces(value: unknown, kind: "text" | "tools" = "text"): Generator<ContentPiece> {
  if (value === undefined || value === null) return;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (text !== "") yield piece(kind, text);
}

function piece(kind: ContentPiece["kind"], text = "", length = 0): ContentPiece {
  return { kind, text, inlineLength: length };
}

/** The data of a part is at most two objects deep in it. */
function inlineLength(part: Record<string, unknown>, depth = 2): number {
  let length = 0;
  for (const value of Object.values(part)) {
    if (typeof value === "string" && !/^https?:/.test(value)) length += value.length;
    else if (isRecord(value) && depth > 0) length += inlineLength(value, depth - 1);
  }
  return length;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
