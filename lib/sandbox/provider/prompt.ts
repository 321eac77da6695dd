import { isObject, type JsonObject, listOf, textOf } from "@/lib/sandbox/http/json";

/** The parts of a request that the provider needs, from either endpoint. */
export type Prompt = {
  readonly kind: "chat" | "text";
  readonly model: string;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  /** The whole prompt, in order, from which prompt tokens and the prefix cache are counted. */
  readonly whole: string;
  /** Text of the last user message, which has the topic and the directives. */
  readonly last: string;
  readonly imageCount: number;
  readonly completionTokensMax: number | null;
  readonly reasons: boolean;
  /** Functions that the client offers, in order. */
  readonly tools: readonly Tool[];
  readonly toolChoice: "auto" | "none" | "required";
  readonly toolNamed: string | null;
  /** The conversation ends with a tool's result. */
  readonly hasToolResult: boolean;
  /** `json` when the reply must be an object; the schema, if one was given. */
  readonly format: "text" | "json";
  readonly schema: JsonObject | null;
};
export type Tool = { readonly name: string; readonly parameters: JsonObject };

/** Reads a request body, or returns what is wrong with it. */
export function readPrompt(kind: "chat" | "text", body: JsonObject): Prompt | string {
  const model = textOf(body.model);
  if (!model) return "you must provide a model parameter";
  const messages = kind === "chat" ? listOf(body.messages) : promptMessages(body.prompt);
  if (messages.length === 0)
    return kind === "chat" ? "messages must not be empty" : "prompt must not be empty";

  const read = readMessages(messages);
  const tools = listOf(body.tools).flatMap(readTool);
  const choice = body.tool_choice;
  const format = isObject(body.response_format) ? body.response_format : {};
  const jsonSchema = isObject(format.json_schema) ? format.json_schema : {};
  return {
    kind,
    model,
    stream: body.stream === true,
    includeUsage: isObject(body.stream_options) && body.stream_options.include_usage === true,
    whole: tools.length > 0 ? read.whole + JSON.stringify(body.tools) : read.whole,
    last: read.last,
    imageCount: read.imageCount,
    completionTokensMax: positive(body.max_completion_tokens) ?? positive(body.max_tokens),
    reasons: model.includes("reason"),
    tools,
    toolChoice: choice === "none" ? "none" : choice === "required" || isObject(choice) ? "required" : "auto",
    hasToolResult: read.hasToolResult,
    toolNamed: isObject(choice) && isObject(choice.function) ? textOf(choice.function.name) : null,
    format: format.type === "json_object" || format.type === "json_schema" ? "json" : "text",
    schema: isObject(jsonSchema.schema) ? jsonSchema.schema : null,
  };
}

function promptMessages(prompt: unknown): readonly JsonObject[] {
  if (typeof prompt === "string") return prompt ? [{ role: "user", content: prompt }] : [];
  return listOf(prompt).map((text) => ({ role: "user", content: textOf(text) }));
}

function readMessages(messages: readonly unknown[]) {
  let whole = "";
  let last = "";
  let imageCount = 0;
  let hasToolResult = false;
  for (const message of messages) {
    if (!isObject(message)) continue;
    let text = textOf(message.content);
    for (const part of listOf(message.content)) {
      if (!isObject(part)) continue;
      if (part.type === "image_url") imageCount += 1;
      else text += textOf(part.text);
    }
    if (Array.isArray(message.tool_calls)) text += JSON.stringify(message.tool_calls);
    whole += text;
    hasToolResult = message.role === "tool" || message.role === "function";
    if (message.role === "user") last = text;
  }
  return { whole, last, imageCount, hasToolResult };
}

function readTool(tool: unknown): Tool[] {
  if (!isObject(tool) || !isObject(tool.function)) return [];
  const name = textOf(tool.function.name);
  if (!name) return [];
  return [{ name, parameters: isObject(tool.function.parameters) ? tool.function.parameters : {} }];
}

function positive(value: unknown): number | null {
  return typeof value === "number" && value >= 1 ? Math.floor(value) : null;
}
