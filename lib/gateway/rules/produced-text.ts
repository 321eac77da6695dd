import { property } from "./upstream-usage";

/** The message or delta of a choice, whichever the provider sent, or a plain `text` as content. */
export function messageOf(choice: unknown, name: "delta" | "message"): unknown {
  const other = name === "delta" ? "message" : "delta";
  const said = property(choice, name) ?? property(choice, other);
  if (typeof said === "object" && said !== null) return said;
  const text = property(choice, "text");
  return typeof text === "string" ? { content: text } : undefined;
}

/** Content as text. Some providers send a list of parts; parts without text are left out. Null when it is neither. */
export function contentText(content: unknown): string | null {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return null;
  return content.map(textOf).join("");
}

/**
 * All produced text of a message or delta, for counting: content, reasoning, `refusal`, and tool calls, as far as they
 * are passed on. An image has no text and counts as a word, so that it is not nothing.
 */
export function producedText(message: Readonly<Record<string, unknown>>): string {
  const texts = [message.text, message.content, message.reasoning, message.refusal].filter(isText);
  // Details repeat the reasoning if there is any. They are added one by one: spreading a list with this many entries as
  // arguments would exhaust the stack.
  if (!isText(message.reasoning))
    for (const detail of listOf(message.reasoning_details)) texts.push(textOf(detail));
  for (const call of listOf(message.tool_calls)) texts.push(callText(call));
  if (message.function_call !== undefined) texts.push(calledText(message.function_call));
  if (listOf(message.images).length > 0) texts.push(" image");
  return texts.join("");
}

/** The name and arguments of a call, or all of it if it has another shape. */
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
