import { EventLines } from "./event-lines";
import { property } from "./upstream-usage";
import { choicesMax, choicesOf, isError, placeOf } from "./wire-response";

type Gathered = Record<string, unknown>;

const callsMax = 1_024;

/** Assembles the choices of a plain response from those of the chunks of a stream, as they arrive. */
export class GatheredChoices {
  readonly #choices: Gathered[] = [];

  add(choices: readonly unknown[]): void {
    for (const [place, choice] of choices.entries()) {
      const at = placeOf(choice, place, choicesMax);
      if (at !== null) addChoice((this.#choices[at] ??= {}), choice);
    }
  }

  /** The choices so far, in the order of their `index`. */
  list(): readonly Gathered[] {
    return this.#choices.filter(Boolean);
  }
}

/**
 * Assembles a plain response from an event stream, which some providers send although none was requested. Lines that
 * cannot be parsed are skipped. If the stream holds an error, only the error is returned.
 */
export function gatherChunks(text: string): Gathered {
  const lines = new EventLines(Number.POSITIVE_INFINITY);
  const body: Gathered = {};
  const choices = new GatheredChoices();
  for (const line of [...lines.push(text), ...lines.end()]) {
    if (line === "[DONE]") break;
    const chunk = parse(line);
    if (isError(chunk)) return { error: true };
    body.id ??= property(chunk, "id");
    body.usage = property(chunk, "usage") ?? body.usage;
    choices.add(choicesOf(chunk));
  }
  return { ...body, choices: choices.list() };
}

function parse(line: unknown): unknown {
  try {
    return typeof line === "string" ? JSON.parse(line) : null;
  } catch {
    return null;
  }
}

function addChoice(gathered: Gathered, choice: unknown): void {
  gathered.finish_reason = property(choice, "finish_reason") ?? gathered.finish_reason;
  addText(gathered, choice, "text");
  const logprobs = property(choice, "logprobs");
  if (logprobs) addFields((gathered.logprobs ??= {}) as Gathered, logprobs, ["content", "refusal"]);
  const delta = property(choice, "delta") ?? property(choice, "message");
  if (typeof delta !== "object" || delta === null) return;
  const message = (gathered.message ??= {}) as Gathered;
  for (const name of ["content", "refusal", "reasoning", "reasoning_content"]) addText(message, delta, name);
  addFields(message, delta, ["content", "reasoning_details", "images", "annotations"]);
  const call = property(delta, "function_call");
  if (call) addCalled((message.function_call ??= {}) as Gathered, call);
  const calls = property(delta, "tool_calls");
  if (!Array.isArray(calls)) return;
  const known = (message.tool_calls ??= []) as Gathered[];
  for (const [place, next] of calls.entries()) {
    const at = placeOf(next, place, callsMax);
    if (at !== null) addCall((known[at] ??= {}), next);
  }
}

function addCall(gathered: Gathered, call: unknown): void {
  if (typeof call !== "object" || call === null) return;
  for (const [name, value] of Object.entries(call)) {
    if (name === "function") addCalled((gathered.function ??= {}) as Gathered, value);
    else if (name !== "index") gathered[name] ??= value;
  }
}

function addCalled(gathered: Gathered, called: unknown): void {
  addText(gathered, called, "name");
  addText(gathered, called, "arguments");
}

function addText(gathered: Gathered, from: unknown, name: string): void {
  const text = property(from, name);
  if (typeof text !== "string") return;
  const before = gathered[name];
  gathered[name] = typeof before === "string" ? before + text : text;
}

/** Concatenates the lists of the chunks. */
function addFields(gathered: Gathered, from: unknown, names: readonly string[]): void {
  for (const name of names) {
    const list = property(from, name);
    if (!Array.isArray(list)) continue;
    const before = gathered[name];
    if (!Array.isArray(before)) gathered[name] = [...list];
    else for (const entry of list) before.push(entry);
  }
}
