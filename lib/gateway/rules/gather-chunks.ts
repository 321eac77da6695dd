import { EventLines } from "./event-lines";
import { property } from "./upstream-usage";
import { choicesOf, isError } from "./wire-response";

type Gathered = Record<string, unknown>;

const choicesMax = 128;
const callsMax = 1_024;

/**
 * A plain answer put together from an event stream, which some providers send though none was asked for. Lines that
 * cannot be read are passed over; an error is all that is left of an answer that holds one.
 */
export function gatherChunks(text: string): Gathered {
  const lines = new EventLines(Number.POSITIVE_INFINITY);
  const body: Gathered = {};
  const choices: Gathered[] = [];
  for (const line of [...lines.push(text), ...lines.end()]) {
    if (line === "[DONE]") break;
    const chunk = parse(line);
    if (isError(chunk)) return { error: true };
    body.id ??= property(chunk, "id");
    body.usage = property(chunk, "usage") ?? body.usage;
    for (const [place, choice] of choicesOf(chunk).entries()) {
      const at = placeOf(choice, place, choicesMax);
      if (at !== null) addChoice((choices[at] ??= {}), choice);
    }
  }
  return { ...body, choices: choices.filter(Boolean) };
}

function parse(line: unknown): unknown {
  try {
    return typeof line === "string" ? JSON.parse(line) : null;
  } catch {
    return null;
  }
}

/** The number that something says it has among others; its place where it says none. Null when that is too large. */
function placeOf(value: unknown, place: number, max: number): number | null {
  const index = property(value, "index") ?? place;
  return Number.isInteger(index) && Number(index) >= 0 && Number(index) < max ? Number(index) : null;
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

/** Lists are one behind the other what their chunks hold. */
function addFields(gathered: Gathered, from: unknown, names: readonly string[]): void {
  for (const name of names) {
    const list = property(from, name);
    if (!Array.isArray(list)) continue;
    const before = gathered[name];
    if (!Array.isArray(before)) gathered[name] = [...list];
    else for (const entry of list) before.push(entry);
  }
}
