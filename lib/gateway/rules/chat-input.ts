import { textProblem } from "@/lib/kernel/recordable-text";
import type { ContentEstimate } from "./estimate-tokens";
import { type Medium, mediumOf } from "./media";
import { parsePreferences, type ProviderPreferences } from "./provider-preferences";
import { invalidRequest, type ApiError } from "./api-error";

export type CompletionKind = "chat" | "text";

/** A request's body as the gateway needs it. `content` is what goes upstream and what must never be kept. */
export type ChatInput = {
  readonly kind: CompletionKind;
  /** The model and its fallbacks, in order; at least one. */
  readonly models: readonly string[];
  readonly isStream: boolean;
  readonly tokensMax: number | null;
  /** Name of the field in which the caller gave its maximum, kept for the upstream. */
  readonly tokensMaxField: "max_tokens" | "max_completion_tokens";
  readonly endUser: string | null;
  readonly preferences: ProviderPreferences;
  /** What the prompt holds beside text, and where the first of each kind stands. */
  readonly media: ReadonlyMap<Medium, string>;
  /** Allowed parameters, as they go upstream. */
  readonly content: Readonly<Record<string, unknown>>;
  /** Tokens and images of the prompt, before it is sent. */
  readonly estimate: ContentEstimate;
};
/** The same before its tokens are estimated, which takes a while for large prompts. */
type ParsedBody = Omit<ChatInput, "estimate">;

export type ParsedInput =
  { readonly ok: true; readonly body: ParsedBody } | { readonly ok: false; readonly apiError: ApiError };

const roles = new Set(["system", "developer", "user", "assistant", "tool", "function"]);
const messagesMax = 5_000;
const modelsMax = 8;
const userLengthMax = 256;
/** More images than any provider takes; fewer than the record can count. */
const partsMax = 1_000;
const tokensCeiling = 10_000_000;

// An allow-list: what is not named here is ours alone or unknown, and is not sent to the provider. Missing on purpose are `n`
// and `best_of`, which would multiply the bill behind the hold's back, and `prediction`, which makes an answer faster and
// not another one: what a model rejects of it is billed like an answer, however long.
const forwarded = [
  "temperature",
  "top_p",
  "top_k",
  "top_a",
  "min_p",
  "frequency_penalty",
  "presence_penalty",
  "repetition_penalty",
  "seed",
  "stop",
  "logit_bias",
  "logprobs",
  "top_logprobs",
  "response_format",
  "reasoning",
  "reasoning_effort",
  "modalities",
] as const;
const forwardedChat = ["messages", "tools", "tool_choice", "parallel_tool_calls"] as const;

/**
 * Reads a body. Unknown fields are tolerated, as clients of OpenRouter's API expect; what is wrong is said with the
 * field's name and never with its value. Hand-written because it stands on the path of every request.
 */
export function parseInput(kind: CompletionKind, body: unknown): ParsedInput {
  if (!isRecord(body)) return refuse("The body must be a JSON object");
  const models = readModels(body);
  if (typeof models === "string") return refuse(models);
  const problem = kind === "chat" ? messagesProblem(body.messages) : promptProblem(body.prompt);
  if (problem) return refuse(problem);
  const user = body.user ?? null;
  if (user !== null && typeof user !== "string") {
    return refuse(`user must be a string of at most ${userLengthMax} characters`);
  }
  const userProblem = user === null ? null : textProblem(user, userLengthMax);
  if (userProblem) return refuse(`user ${userProblem}`);
  const limit = readLimit(body);
  if (typeof limit === "string") return refuse(limit);
  if (body.stream !== undefined && body.stream !== null && typeof body.stream !== "boolean") {
    return refuse("stream must be true or false");
  }
  if (asksForPlugins(body.plugins)) return refuse("plugins are not supported");
  if (body.preset !== undefined && body.preset !== null) return refuse("preset is not supported");
  const preferences = parsePreferences(body.provider);
  if (typeof preferences === "string") return refuse(preferences);
  const content = pick(
    body,
    kind === "chat" ? [...forwardedChat, ...forwarded] : ["prompt", "suffix", ...forwarded],
  );
  return {
    ok: true,
    body: {
      kind,
      models,
      isStream: body.stream === true,
      ...limit,
      endUser: user === "" ? null : user,
      preferences,
      media: kind === "chat" ? mediaOf(body.messages) : new Map(),
      content,
    },
  };
}

/** Search and file parsing change the answer; without them it would be another one than was asked for. */
function asksForPlugins(plugins: unknown): boolean {
  if (plugins === undefined || plugins === null) return false;
  return !Array.isArray(plugins) || plugins.some((plugin) => !isRecord(plugin) || plugin.enabled !== false);
}

function readModels(body: Record<string, unknown>): string[] | string {
  const { model, models } = body;
  if (model !== undefined && model !== null && (typeof model !== "string" || model === "")) {
    return "model must be a string";
  }
  if (models !== undefined && models !== null) {
    if (
      !Array.isArray(models) ||
      models.length > modelsMax ||
      !models.every((name) => typeof name === "string")
    ) {
      return `models must be an array of at most ${modelsMax} strings`;
    }
  }
  const first = typeof model === "string" ? [model] : [];
  const all = [...new Set([...first, ...(Array.isArray(models) ? models.map(String) : [])])];
  return all.length > 0 ? all : "No model was given: model is required";
}

function messagesProblem(messages: unknown): string | null {
  if (!Array.isArray(messages)) return "messages must be an array";
  if (messages.length === 0) return "messages must not be empty";
  if (messages.length > messagesMax) return `messages must have at most ${messagesMax} entries`;
  for (const [index, message] of messages.entries()) {
    if (!isRecord(message)) return `messages[${index}] must be an object`;
    if (typeof message.role !== "string" || !roles.has(message.role)) {
      return `messages[${index}].role must be one of ${[...roles].join(", ")}`;
    }
    const { content } = message;
    const isFine =
      content === undefined || content === null || typeof content === "string" || Array.isArray(content);
    if (!isFine) return `messages[${index}].content must be a string or an array of parts`;
    if (!Array.isArray(content)) continue;
    if (content.length > partsMax) return `messages[${index}].content must have at most ${partsMax} parts`;
    if (!content.every(isRecord)) return `messages[${index}].content must hold objects`;
  }
  return null;
}

/** Of messages that have been looked through. */
function mediaOf(messages: unknown): Map<Medium, string> {
  const media = new Map<Medium, string>();
  if (!Array.isArray(messages)) return media;
  for (const [index, message] of messages.entries()) {
    const content: unknown = isRecord(message) ? message.content : null;
    if (!Array.isArray(content)) continue;
    for (const [at, part] of content.entries()) {
      const medium = isRecord(part) ? mediumOf(part) : null;
      if (medium && !media.has(medium)) media.set(medium, `messages[${index}].content[${at}]`);
    }
  }
  return media;
}

function promptProblem(prompt: unknown): string | null {
  if (typeof prompt !== "string") return "prompt must be a string";
  return prompt === "" ? "prompt must not be empty" : null;
}

function readLimit(body: Record<string, unknown>): Pick<ChatInput, "tokensMax" | "tokensMaxField"> | string {
  for (const field of ["max_completion_tokens", "max_tokens"] as const) {
    const value = body[field];
    if (value === undefined || value === null) continue;
    if (typeof value !== "number" || !Number.isInteger(value) || value < 1 || value > tokensCeiling) {
      return `${field} must be a whole number of at least 1`;
    }
    return { tokensMax: value, tokensMaxField: field };
  }
  return { tokensMax: null, tokensMaxField: "max_tokens" };
}

function pick(body: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const name of names) {
    const value = body[name];
    if (value !== undefined && value !== null) picked[name] = value;
  }
  return picked;
}

function refuse(message: string): ParsedInput {
  return { ok: false, apiError: invalidRequest(message) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
