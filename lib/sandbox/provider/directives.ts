/**
 * A test's instructions to the provider, written into the last user message as `[[sandbox:name]]` or
 * `[[sandbox:name=value]]`. They are in the text because a gateway does not forward unknown headers.
 */
export type Directives = {
  /** Names the completion in the journal. Digits. */
  readonly mark: string | null;
  /** The directives apply to this many requests with this mark, so that a fallback to another endpoint has none. */
  readonly times: number | null;
  /** Respond with this HTTP error instead of a completion. */
  readonly status: number | null;
  /** Drop the connection after this many content chunks. */
  readonly cutAfter: number | null;
  readonly delayMs: number;
  readonly chunkDelayMs: number | null;
  readonly chunks: number | null;
  /** Bytes of text in each chunk. */
  readonly chunkBytes: number | null;
  /** Comment lines before the first content. */
  readonly keepAlives: number;
  /** Bytes of one data line after the second chunk. */
  readonly longLineBytes: number | null;
  /** Exact usage to report: prompt, completion. */
  readonly tokens: readonly [number, number] | null;
  readonly noUsage: boolean;
  readonly zeroUsage: boolean;
  readonly invalidJson: boolean;
  readonly badLine: boolean;
  readonly empty: boolean;
  readonly errorFirst: boolean;
  readonly errorMidStream: boolean;
  readonly echo: boolean;
  /** Respond with JSON to a stream request, and with a stream to a plain request. */
  readonly otherForm: boolean;
  /** Compress the response, although the client did not ask for it. */
  readonly encoding: Encoding | null;
};
export type Encoding = "gzip" | "deflate" | "br";

export const noDirectives: Directives = {
  mark: null,
  times: null,
  status: null,
  cutAfter: null,
  delayMs: 0,
  chunkDelayMs: null,
  chunks: null,
  chunkBytes: null,
  keepAlives: 0,
  longLineBytes: null,
  tokens: null,
  noUsage: false,
  zeroUsage: false,
  invalidJson: false,
  badLine: false,
  empty: false,
  errorFirst: false,
  errorMidStream: false,
  echo: false,
  otherForm: false,
  encoding: null,
};

const pattern = /\[\[sandbox:([a-z-]+)(?:=([0-9,]+))?\]\]/g;

/** The directives in a text, or the name of the first unknown one, so that a typo fails. */
export function parseDirectives(text: string): Directives | { readonly unknown: string } {
  if (!text.includes("[[sandbox:")) return noDirectives;
  let directives = noDirectives;
  for (const [, name = "", value = ""] of text.matchAll(pattern)) {
    const change = read(name, value);
    if (!change) return { unknown: value ? `${name}=${value}` : name };
    directives = { ...directives, ...change };
  }
  return directives;
}

/** The text without its directives, which are not part of the topic. */
export function withoutDirectives(text: string): string {
  return text.replace(pattern, " ").trim();
}

function read(name: string, value: string): Partial<Directives> | null {
  const flag = flags[name];
  if (flag) return value === "" ? flag : null;
  if (name === "tokens") {
    const match = /^(\d{1,9}),(\d{1,9})$/.exec(value);
    return match ? { tokens: [Number(match[1]), Number(match[2])] } : null;
  }
  if (name === "mark") return /^\d{1,16}$/.test(value) ? { mark: value } : null;
  if (!/^\d{1,8}$/.test(value)) return null;
  return readNumber(name, Number(value));
}

function readNumber(name: string, number: number): Partial<Directives> | null {
  if (name === "status") return number >= 400 && number <= 599 ? { status: number } : null;
  if (name === "cut-after") return { cutAfter: number };
  if (name === "delay") return { delayMs: number };
  if (name === "chunk-delay") return { chunkDelayMs: number };
  if (name === "keep-alive") return { keepAlives: number };
  if (number === 0) return null;
  if (name === "chunks") return { chunks: number };
  if (name === "big-chunks") return { chunkBytes: number };
  if (name === "long-line") return { longLineBytes: number };
  if (name === "times") return { times: number };
  return null;
}

const flags: Record<string, Partial<Directives>> = {
  "no-usage": { noUsage: true },
  "zero-usage": { zeroUsage: true },
  "invalid-json": { invalidJson: true },
  "bad-line": { badLine: true },
  empty: { empty: true },
  "error-first": { errorFirst: true },
  "error-mid-stream": { errorMidStream: true },
  echo: { echo: true },
  "other-form": { otherForm: true },
  gzip: { encoding: "gzip" },
  deflate: { encoding: "deflate" },
  br: { encoding: "br" },
};
