import { type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import type { Launched } from "./launch";
import type { Tenant } from "./tenants";

/** Part of every prompt, so that a log that contains it contains content. */
export const contentCanary = "pelicanary";

export type CompletionCall = {
  /** The tenant whose first key is used, or the secret of another key. */
  readonly from: Tenant | string;
  /** Directive for the provider, such as "delay=3000". */
  readonly asks?: readonly string[];
  readonly stream?: boolean;
  readonly model?: string;
  /** Further fields of the body. */
  readonly rest?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text of a message before the prompt, already JSON-escaped and without quotes. Not copied per call. */
  readonly ballast?: Buffer;
};

export type Reply = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** False when the connection ended before the response did. */
  readonly isWhole: boolean;
  readonly ms: number;
};

export type Call = {
  readonly mark: string;
  /** Resolves when part of the body has arrived, or at the end. */
  readonly started: Promise<void>;
  /** Resolves when the response has ended, for whatever reason. Status 0: the connection broke before a response. */
  readonly ended: Promise<Reply>;
  /** The part of the body that has arrived so far. */
  textSoFar(): string;
  /** Closes the connection. */
  leave(): void;
};

let counter = 0;

/** Digits unique to one call across all test runs. */
export function newMark(): string {
  counter = (counter + 1) % 1_000;
  return `${Date.now()}${String(counter).padStart(3, "0")}`;
}

/** The end user of a call, by which its row is found. */
export function userOf(mark: string): string {
  return `mark-${mark}`;
}

/** Sends one completion on a separate connection, so that a disconnect affects no other call. */
export function callCompletion(product: Launched, call: CompletionCall): Call {
  const mark = newMark();
  const startedAt = performance.now();
  const body = bodyOf(mark, call);
  let text = "";
  let incoming: IncomingMessage | null = null;
  let start: () => void;
  const started = new Promise<void>((resolve) => (start = resolve));
  const outgoing = request({
    host: "127.0.0.1",
    port: product.port,
    path: "/api/v1/chat/completions",
    method: "POST",
    agent: false,
    headers: {
      "content-type": "application/json",
      "content-length": body.reduce((sum, part) => sum + part.length, 0),
      authorization: `Bearer ${secretOf(call.from)}`,
      ...call.headers,
    },
  });
  const ended = new Promise<Reply>((resolve) => {
    const end = () => {
      start();
      resolve({
        status: incoming?.statusCode ?? 0,
        headers: incoming?.headers ?? {},
        text,
        isWhole: incoming?.complete ?? false,
        ms: performance.now() - startedAt,
      });
    };
    outgoing.once("response", (response) => {
      incoming = response;
      response.setEncoding("utf8");
      response.on("data", (piece: string) => {
        text += piece;
        start();
      });
      response.once("error", () => undefined);
      response.once("close", end);
    });
    // Also after a complete response, when the connection is closed; the promise is then already settled.
    outgoing.once("error", end);
    outgoing.once("close", end);
  });
  for (const part of body) outgoing.write(part);
  outgoing.end();
  return { mark, started, ended, textSoFar: () => text, leave: () => outgoing.destroy() };
}

function secretOf(from: Tenant | string): string {
  return typeof from === "string" ? from : from.secret;
}

/** The request's bytes in parts, so that megabytes of ballast are shared between calls. */
function bodyOf(mark: string, call: CompletionCall): Buffer[] {
  const { asks = [], stream = false, model = "sandbox/heron", rest = {}, ballast } = call;
  const directives = [`mark=${mark}`, ...asks].map((ask) => `[[sandbox:${ask}]]`).join("");
  const prompt = { role: "user", content: `Say ${contentCanary} ${directives}` };
  const fields = JSON.stringify({ model, stream, user: userOf(mark), messages: [prompt], ...rest });
  if (!ballast) return [Buffer.from(fields)];
  const at = fields.indexOf('"messages":[') + '"messages":['.length;
  return [
    Buffer.from(`${fields.slice(0, at)}{"role":"user","content":"`),
    ballast,
    Buffer.from(`"},${fields.slice(at)}`),
  ];
}

export type WireChunk = {
  readonly id?: string;
  readonly provider?: string;
  readonly choices?: readonly {
    readonly delta?: { readonly content?: string };
    readonly finish_reason?: string | null;
  }[];
  readonly usage?: {
    readonly cost: number;
    readonly prompt_tokens: number;
    readonly completion_tokens: number;
  };
  readonly error?: { readonly code: number; readonly message: string };
};

/** The events of a stream, without its end marker. */
export function chunksOf(reply: Reply): readonly WireChunk[] {
  return reply.text
    .split("\n")
    .filter((line) => line.startsWith("data: {"))
    .map((line) => JSON.parse(line.slice(6)) as WireChunk);
}

/** True when a stream ended normally, with usage. */
export function isFinished(reply: Reply): boolean {
  const hasUsage = chunksOf(reply).some((chunk) => chunk.usage !== undefined && chunk.error === undefined);
  return reply.isWhole && reply.text.trimEnd().endsWith("data: [DONE]") && hasUsage;
}

/** The error chunk with usage that ended a stream in-band, or null. */
export function inBandError(reply: Reply): WireChunk | null {
  const last = chunksOf(reply).at(-1);
  return reply.isWhole && last?.error && last.usage ? last : null;
}

/** Message of an error response. */
export function messageOf(reply: Reply): string {
  try {
    const body = JSON.parse(reply.text) as { error?: { message?: unknown } };
    return String(body.error?.message ?? "");
  } catch {
    return reply.text;
  }
}

/** Seconds after which a rejected client may retry; NaN if there is no such header. */
export function retryAfter(reply: Reply): number {
  return Number(reply.headers["retry-after"] ?? Number.NaN);
}
