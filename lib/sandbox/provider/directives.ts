/**
 * What a test asks of the provider, written into the last user message as `[[sandbox:name]]` or
 * `[[sandbox:name=value]]`. It travels in the text because a gateway forwards no headers it does not know.
 */
export type Directives = {
  /** Answer with this HTTP error instead of a completion. */
  readonly status: number | null;
  /** Drop the connection after this many content chunks. */
  readonly cutAfter: number | null;
  readonly delayMs: number;
  readonly chunkDelayMs: number | null;
  readonly chunks: number | null;
  /** Exact usage to report: prompt, completion. */
  readonly tokens: readonly [number, number] | null;
  readonly noUsage: boolean;
  readonly zeroUsage: boolean;
  readonly invalidJson: boolean;
  readonly empty: boolean;
  readonly errorMidStream: boolean;
  readonly echo: boolean;
};

export const noDirectives: Directives = {
  status: null,
  cutAfter: null,
  delayMs: 0,
  chunkDelayMs: null,
  chunks: null,
  tokens: null,
  noUsage: false,
  zeroUsage: false,
  invalidJson: false,
  empty: false,
  errorMidStream: false,
  echo: false,
};

const pattern = /\[\[sandbox:([a-z-]+)(?:=([0-9,]+))?\]\]/g;

/** The directives in a text, or the name of the first one that is not understood, so that a typing error fails. */
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

/** The text without its directives, which are no part of the topic. */
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
  if (!/^\d{1,7}$/.test(value)) return null;
  const number = Number(value);
  if (name === "status") return number >= 400 && number <= 599 ? { status: number } : null;
  if (name === "cut-after") return { cutAfter: number };
  if (name === "delay") return { delayMs: number };
  if (name === "chunk-delay") return { chunkDelayMs: number };
  if (name === "chunks") return number >= 1 ? { chunks: number } : null;
  return null;
}

const flags: Record<string, Partial<Directives>> = {
  "no-usage": { noUsage: true },
  "zero-usage": { zeroUsage: true },
  "invalid-json": { invalidJson: true },
  empty: { empty: true },
  "error-mid-stream": { errorMidStream: true },
  echo: { echo: true },
};
