import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { RequestPlan, Script, Step } from "./plans";

export type ProviderName = "alpha" | "beta" | "gamma";

/** A provider's record of a request. */
export type Attempt = {
  readonly provider: ProviderName;
  readonly script: Script;
  readonly isStream: boolean;
  /** The token limit in the request. */
  readonly tokensMax: number;
  /** Size of the request in bytes. */
  readonly bodyBytes: number;
  readonly startedMs: number;
  /** Completed steps of the script. */
  stepsDone: number;
  /** `complete`: the script ran to its end. `aborted`: the other side closed the connection earlier. */
  end: "running" | "complete" | "aborted";
  lastTextMs: number;
  endedMs: number;
};

export type ScriptedProvider = {
  readonly url: string;
  /** Sets the script for requests with this mark in their prompt. */
  expect(mark: string, scripts: RequestPlan["scripts"]): void;
  /** The requests with this mark, in order. */
  attempts(mark: string): readonly Attempt[];
  /** Resolves when a request with this mark has arrived. */
  whenStarted(mark: string): Promise<void>;
  running(): number;
  stop(): Promise<void>;
};

type Expected = {
  readonly scripts: RequestPlan["scripts"];
  readonly attempts: Attempt[];
  readonly started: Promise<void>;
  readonly start: () => void;
};

/** The mark as written in a prompt. */
export function markedPrompt(prompt: string, mark: string): string {
  return `${prompt}\n<${mark}>`;
}

/** A provider's text of a given length. */
export function spokenText(length: number): string {
  return "The heron waits in the reeds. ".repeat(Math.ceil(length / 30)).slice(0, length);
}

/** The usage of an absurd report. */
const absurdTokens = 90_000_000;

/** Three providers on one port, which follow their scripts and record what they did. */
export async function startScriptedProvider(): Promise<ScriptedProvider> {
  const expected = new Map<string, Expected>();
  let running = 0;
  const server = createServer((incoming, response) => {
    running += 1;
    answer(incoming, response, expected)
      .catch(() => response.destroy())
      .finally(() => (running -= 1));
  });
  // This side never closes waiting connections, because it would look like a provider failure.
  server.keepAliveTimeout = 0;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the provider has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    expect: (mark, scripts) => {
      let start = () => undefined as void;
      const started = new Promise<void>((resolve) => (start = resolve));
      expected.set(mark, { scripts, attempts: [], started, start });
    },
    attempts: (mark) => expected.get(mark)?.attempts ?? [],
    whenStarted: (mark) => expected.get(mark)?.started ?? Promise.resolve(),
    running: () => running,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

type Wire = {
  readonly stream: boolean;
  readonly max_tokens: number;
  readonly messages: readonly { readonly content: string }[];
};

async function answer(
  incoming: IncomingMessage,
  response: ServerResponse,
  expected: ReadonlyMap<string, Expected>,
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  const wire = JSON.parse(body.toString()) as Wire;
  const mark = /<([^<>]+)>$/.exec(wire.messages.at(-1)?.content ?? "")?.[1] ?? "";
  const own = expected.get(mark);
  if (!own) throw new Error("nobody expects this request");
  const provider = (incoming.url?.split("/")[1] ?? "") as ProviderName;
  const script = provider === "beta" ? own.scripts.second : own.scripts.first;
  const now = Date.now();
  const attempt: Attempt = {
    provider,
    script,
    isStream: wire.stream,
    tokensMax: wire.max_tokens,
    bodyBytes: body.length,
    startedMs: now,
    stepsDone: 0,
    end: "running",
    lastTextMs: now,
    endedMs: now,
  };
  own.attempts.push(attempt);
  own.start();
  try {
    await follow(attempt, response);
  } finally {
    attempt.end = "steps" in script && attempt.stepsDone < script.steps.length ? "aborted" : "complete";
    attempt.endedMs = Date.now();
  }
}

async function follow(attempt: Attempt, response: ServerResponse): Promise<void> {
  const { script } = attempt;
  if (!("steps" in script)) {
    response.writeHead(script.status, { "content-type": "application/json" });
    return ended(response, JSON.stringify({ error: { message: "scripted", code: script.status } }));
  }
  response.on("error", () => undefined);
  const type = attempt.isStream ? "text/event-stream" : "application/json";
  response.writeHead(200, { "content-type": type });
  if (!script.isHeadLate) response.flushHeaders();
  const closed = new Promise<void>((resolve) => response.once("close", resolve));
  let plain = "";
  for (const step of script.steps) {
    if (response.closed || response.destroyed) return;
    if (step.does === "silence") {
      await closed;
      return;
    }
    if (step.does === "wait") {
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, step.ms))]);
    } else if (step.does === "cut") {
      attempt.stepsDone = script.steps.length;
      if (!attempt.isStream) response.write('{"choices":[');
      // Data written earlier is sent before the connection breaks.
      await new Promise((resolve) => setImmediate(resolve));
      response.destroy();
      return;
    } else if (attempt.isStream) {
      const isTaken = response.write(eventOf(step));
      if (!isTaken) await Promise.race([closed, once(response, "drain")]);
    } else if (step.does === "error" || step.does === "garbage") {
      plain ||= step.does === "error" ? JSON.stringify({ error: { message: "scripted" } }) : "{not json";
    }
    if (response.destroyed) return;
    if (step.does === "text") attempt.lastTextMs = Date.now();
    attempt.stepsDone += 1;
  }
  await ended(response, attempt.isStream ? "" : plain || plainBody(script.steps));
}

function ended(response: ServerResponse, text: string): Promise<void> {
  if (response.closed) return Promise.resolve();
  return new Promise((resolve) => {
    response.once("close", resolve);
    response.end(text);
  });
}

function eventOf(step: Step): string {
  switch (step.does) {
    case "text":
      return event({
        choices: [{ index: 0, delta: { content: spokenText(step.length) }, finish_reason: null }],
      });
    case "finish":
      return event({ choices: [{ index: 0, delta: {}, finish_reason: step.reason }] });
    case "usage":
      return event({ choices: [], usage: usageOf(step.usage) });
    case "keepAlive":
      return ": waiting\n\n";
    case "error":
      return event({ error: { message: "scripted", code: 500 } });
    case "garbage":
      return "data: {not json\n\n";
    case "done":
      return "data: [DONE]\n\n";
    default:
      return "";
  }
}

function event(chunk: object): string {
  return `data: ${JSON.stringify({ id: "up-1", ...chunk })}\n\n`;
}

function usageOf(usage: Extract<Step, { does: "usage" }>["usage"]): object {
  if (usage === "zero") return { prompt_tokens: 0, completion_tokens: 0 };
  if (usage === "absurd") return { prompt_tokens: absurdTokens, completion_tokens: absurdTokens };
  return { prompt_tokens: usage.prompt, completion_tokens: usage.completion };
}

/** The same script as a plain body: the whole text, the last finish reason and the last report. */
function plainBody(steps: readonly Step[]): string {
  let content = "";
  let reason: string | null = null;
  let usage: object | null = null;
  for (const step of steps) {
    if (step.does === "text") content += spokenText(step.length);
    if (step.does === "finish") reason = step.reason;
    if (step.does === "usage") usage = usageOf(step.usage);
    if (step.does === "done") break;
  }
  const choices = [{ index: 0, message: { role: "assistant", content }, finish_reason: reason }];
  return JSON.stringify({ id: "up-1", choices, ...(usage && { usage }) });
}
