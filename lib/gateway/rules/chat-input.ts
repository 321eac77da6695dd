import { type RequestTags, requestTags } from "@/lib/activity/rules/generation-fields";
import { textProblem } from "@/lib/kernel/recordable-text";
import { type ApiError, invalidRequest } from "./api-error";
import {
  bodyFields,
  chatBody,
  type CommonBody,
  type Handling,
  textBody,
  tokenLimit,
} from "./body/completion-body";
import { isRecord, type Shape, type Valid } from "./body/shape";
import type { ContentEstimate } from "./estimate-tokens";
import { type Medium, mediumOf } from "./media";
import { preferencesOf, type ProviderPreferences } from "./provider-preferences";

export type CompletionKind = "chat" | "text";

/** The body of a request as the gateway needs it. `content` goes to the provider and must never be kept. */
export type ChatInput = {
  readonly kind: CompletionKind;
  /** The model and its fallbacks, in order; at least one. */
  readonly models: readonly string[];
  readonly isStream: boolean;
  readonly tokensMax: number | null;
  /** The name under which the caller gave its maximum, kept for the provider. */
  readonly tokensMaxField: "max_tokens" | "max_completion_tokens";
  /** Recorded with the request, and not sent to the provider. */
  readonly tags: RequestTags;
  readonly preferences: ProviderPreferences;
  /** The media in the prompt, each with the path of its first part. */
  readonly media: ReadonlyMap<Medium, string>;
  /** The fields that the gateway reads itself, as they were sent, for content that is stored. */
  readonly used: Readonly<Record<string, unknown>>;
  /** The forwarded fields, as they go to the provider. */
  readonly content: Readonly<Record<string, unknown>>;
  /** Tokens and images of the prompt, before it is sent. */
  readonly estimate: ContentEstimate;
};
/** The same before its tokens are estimated, which takes a while for large prompts. */
type ParsedBody = Omit<ChatInput, "estimate">;

export type ParsedInput =
  { readonly ok: true; readonly body: ParsedBody } | { readonly ok: false; readonly apiError: ApiError };

/** An allow-list: a field that isn't forwarded by its schema never leaves the gateway. */
const forwarded = { chat: namesOf("chat", "forwarded"), text: namesOf("text", "forwarded") };
const used = { chat: namesOf("chat", "used"), text: namesOf("text", "used") };

const noMedia: ReadonlyMap<Medium, string> = new Map();

/**
 * Checks a body against its schema (`completion-body.ts`) and picks out what the gateway needs. Unknown fields are
 * accepted, as clients of OpenRouter's API expect. An error names the field and never repeats its value.
 */
export function parseInput(kind: CompletionKind, body: unknown, tagHeaders: RequestTags = {}): ParsedInput {
  const headerProblem = problemIn(tagHeaders);
  if (headerProblem !== null) return reject(headerProblem);
  if (isRecord(body) && !namesModel(body)) return reject("No model was given: model is required");
  if (kind === "chat") {
    if (!chatBody.is(body)) return rejectBy(chatBody, body);
    return readBody(kind, body, { media: mediaOf(body.messages), tagHeaders });
  }
  if (!textBody.is(body)) return rejectBy(textBody, body);
  return readBody(kind, body, { media: noMedia, tagHeaders });
}

function readBody(
  kind: CompletionKind,
  body: CommonBody,
  { media, tagHeaders }: { readonly media: ParsedBody["media"]; readonly tagHeaders: RequestTags },
): ParsedInput {
  const tokensMaxField = isGiven(body.max_completion_tokens) ? "max_completion_tokens" : "max_tokens";
  const tokensMax = body[tokensMaxField] ?? null;
  if (tokensMax !== null && !tokenLimit.is(tokensMax)) {
    return reject(`${tokensMaxField}${tokenLimit.problem(tokensMax)}`);
  }
  return {
    ok: true,
    body: {
      kind,
      models: modelsOf(body),
      isStream: body.stream === true,
      tokensMax,
      tokensMaxField,
      tags: tagsOf(body, tagHeaders),
      preferences: preferencesOf(body.provider),
      media,
      used: pick(body, used[kind]),
      content: pick(body, forwarded[kind]),
    },
  };
}

function namesModel({ model, models }: Readonly<Record<string, unknown>>): boolean {
  return isGiven(model) || (isGiven(models) && !(Array.isArray(models) && models.length === 0));
}

/** The model first, then its fallbacks, each once. */
function modelsOf({ model, models }: CommonBody): readonly string[] {
  if (!models) return model ? [model] : [];
  return [...new Set(model ? [model, ...models] : models)];
}

function problemIn(tagHeaders: RequestTags): string | null {
  for (const { name, header, lengthMax } of requestTags) {
    const value = tagHeaders[name];
    const problem = value === undefined ? null : textProblem(value, lengthMax);
    if (problem !== null) return `${header} ${problem}`;
  }
  return null;
}

/** A blank tag is the same as none. */
function tagsOf(body: Readonly<Record<string, unknown>>, tagHeaders: RequestTags): RequestTags {
  const tags: { -readonly [Name in keyof RequestTags]: RequestTags[Name] } = {};
  for (const { name, field } of requestTags) {
    const value = [body[field], tagHeaders[name]].find(isWritten);
    if (value !== undefined) tags[name] = value;
  }
  return tags;
}

const isWritten = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";

function mediaOf(messages: Valid<typeof chatBody>["messages"]): ReadonlyMap<Medium, string> {
  let media: Map<Medium, string> | null = null;
  for (let index = 0; index < messages.length; index += 1) {
    const content = messages[index]?.content;
    if (typeof content !== "object" || content === null) continue;
    for (let at = 0; at < content.length; at += 1) {
      const part = content[at];
      const medium = part ? mediumOf(part) : null;
      if (medium === null || media?.has(medium)) continue;
      media = (media ?? new Map<Medium, string>()).set(medium, `messages[${index}].content[${at}]`);
    }
  }
  return media ?? noMedia;
}

function namesOf(kind: CompletionKind, handling: Handling): readonly string[] {
  return [...bodyFields[kind]].flatMap(([name, its]) => (its === handling ? [name] : []));
}

function pick(body: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  for (const name of names) {
    const value = body[name];
    if (isGiven(value)) picked[name] = value;
  }
  return picked;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function rejectBy(shape: Shape<unknown>, body: unknown): ParsedInput {
  const problem = shape.problem(body) ?? "";
  // A problem within the body starts with the path of the field.
  return reject(problem.startsWith(".") ? problem.slice(1) : "The body must be a JSON object");
}

function reject(message: string): ParsedInput {
  return { ok: false, apiError: invalidRequest(message) };
}
