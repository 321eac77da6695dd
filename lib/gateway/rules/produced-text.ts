import { property } from "./upstream-usage";

/** What a choice says: its message or its delta, whichever form the provider chose, or a text alone. */
export function messageOf(choice: unknown, name: "delta" | "message"): unknown {
  const other = name === "delta" ? "message" : "delta";
  const said = property(choice, name) ?? property(choice, other);
  if (typeof said === "object" && said !== null) return said;
  const text = property(choice, "text");
  return typeof text === "string" ? { content: text } : undefined;
}

/** A content as text. Some providers send a list of parts; parts without text are left out. Null when it is neither. */
export function contentText(content: unknown): string | null {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return null;
  return content.map(textOf).join("");
}

/**
 * Everything of a message or delta that was produced, for a count: words, thoughts, refusals and calls, whatever was
 * passed on of them. An image has no text and counts as a word, so that it is something.
 */
export function producedText(said: Readonly<Record<string, unknown>>): string {
  const texts = [said.text, said.content, said.reasoning, said.refusal].filter(isText);
  // Details repeat the reasoning where there is one.
  // One by one: so many arguments as a list may have entries exhaust the stack.
  if (!isText(said.reasoning))
    for (const detail of listOf(said.reasoning_details)) texts.push(textOf(detail));
  for (const call of listOf(said.tool_calls)) texts.push(callText(call));
  if (said.function_call !== undefined) texts.push(calledText(said.function_call));
  if (listOf(said.images).length > 0) texts.push(" image");
  return texts.join("");
}

/** What a call says, or all of it where it is of another form. */
function callText(call: unknown): string {
  return calledText(property(call, "function")) || (JSON.stringify(call) ?? "");
}

function calledText(called: unknown): string {
  return [property(called, "name"), property(called, "arguments")].filter(isText).join("");
}

function textOf(part: unknown): string {
  if (isText(part)) return part;
  return [property(part, "text"), property(part, "summary"), property(part, "data")].find(isText) ?? "";
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
