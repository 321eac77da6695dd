import { type IncomingHttpHeaders, type IncomingMessage, request } from "node:http";
import type { Launched } from "./launch";
import type { Tenant } from "./tenants";

/** Stands in every prompt, so that a log that holds it holds content. */
export const contentCanary = "pelicanary";

export type CompletionCall = {
  /** Whose key is used; a secret when it is not the tenant's first. */
  readonly from: Tenant | string;
  /** What the provider is to do, such as "delay=3000". */
  readonly asks?: readonly string[];
  readonly stream?: boolean;
  readonly model?: string;
  /** Further fields of the body. */
  readonly rest?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text of a message before the prompt, already in JSON's escapes and without quotes. Not copied per call. */
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
  /** Resolves when there is something of the body, or the end. */
  readonly started: Promise<void>;
  /** Resolves when the response has ended, in whatever way. Status 0: the connection broke before an answer. */
  readonly ended: Promise<Reply>;
  /** What has arrived of the body so far. */
  textSoFar(): string;
  /** Closes the connection. */
  leave(): void;
};

let counter = 0;

/** Digits that no other call of any test run has. */
export function newMark(): string {
  counter = (counter + 1) % 1_000;
  return `${Date.now()}${String(counter).padStart(3, "0")}`;
}

/** The end user of a call, by which its row is found. */
export function userOf(mark: string): string {
  return `mark-${mark}`;
}

/** Sends one completion on a connection of its own, so that leaving concerns no other call. */
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
    // Also after a whole answer, when the connection is closed: then the promise is settled already.
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

/** The request's bytes in parts, so that a ballast of megabytes is shared between calls. */
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

/** The events of a stream, without its end. */
export function chunksOf(reply: Reply): readonly WireChunk[] {
  return reply.text
    .split("\n")
    .filter((line) => line.startsWith("data: {"))
    .map((line) => JSON.parse(line.slice(6)) as WireChunk);
}

/** True when a stream came to its ordinary end, with usage. */
export function isFinished(reply: Reply): boolean {
  const hasUsage = chunksOf(reply).some((chunk) => chunk.usage !== undefined && chunk.error === undefined);
  return reply.isWhole && reply.text.trimEnd().endsWith("data: [DONE]") && hasUsage;
}

/** The error chunk with usage by which a stream was ended in-band, or null. */
export function inBandError(reply: Reply): WireChunk | null {
  const last = chunksOf(reply).at(-1);
  return reply.isWhole && last?.error && last.usage ? last : null;
}

/** Message of a refusal. */
export function messageOf(reply: Reply): string {
  try {
    const body = JSON.parse(reply.text) as { error?: { message?: unknown } };
    return String(body.error?.message ?? "");
  } catch {
    return reply.text;
  }
}

/** Seconds after which a refused caller may come again; NaN when that is not said. */
export function retryAfter(reply: Reply): number {
  return Number(reply.headers["retry-after"] ?? Number.NaN);
}
