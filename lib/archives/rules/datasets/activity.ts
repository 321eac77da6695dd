import {
  columnOf,
  generationField,
  type GenerationField,
  type GenerationName,
} from "@/lib/activity/rules/generation-fields";
import { type Dataset, type Field, fieldList, type FieldType } from "../dataset";
import { ofOwnWorkspace, ofPerson } from "./scope";

/** What each field of a request means. The fields themselves are those of the product's one list. */
const meanings: Readonly<Record<Exclude<GenerationName, "app">, string>> = {
  id: "The id of the request, as responses have it.",
  createdAt: "When it arrived.",
  workspaceId: "The workspace.",
  retention: "How long its row is kept.",
  model: "The model.",
  provider: "The provider that served it.",
  endpoint: "The model at that provider.",
  upstreamId: "The provider's own id of it.",
  keyId: "The id of the key.",
  keyName: "The name of the key.",
  keyLabel: "The beginning and the end of the key's secret.",
  isKeyDeleted: "Whether the key is deleted.",
  memberId: "The id of the member who created the key.",
  memberName: "The name or address of that member.",
  appId: "The id of the app that it named.",
  appTitle: "The title of that app.",
  appUrl: "The address of that app.",
  endUser: "The end user that it named.",
  status: "The HTTP status of the response.",
  finishReason: "Why the completion ended.",
  nativeFinishReason: "The provider's own word for that.",
  streamed: "Whether the response was streamed.",
  cancelled: "Whether the caller left before its end.",
  attempts: "How many providers were tried.",
  failedAttempts: "The attempts before the last one.",
  estimated: "Whether the tokens are estimated because the provider reported none.",
  usageCapped: "Whether the provider reported more tokens than were possible.",
  promptTokens: "Tokens of the prompt.",
  completionTokens: "Tokens of the completion.",
  reasoningTokens: "Those of the completion that were reasoning.",
  cachedTokens: "Those of the prompt that the provider had cached.",
  imageCount: "Images in the prompt.",
  latencyMs: "Milliseconds until the end.",
  firstTokenMs: "Milliseconds until the first token.",
  costNanos: "What was charged, the sum of the parts.",
  promptNanos: "For the prompt.",
  cachedNanos: "For cached tokens.",
  completionNanos: "For the completion.",
  reasoningNanos: "For reasoning.",
  requestNanos: "For the request itself.",
  imageNanos: "For images.",
  discountNanos: "The discount for stored content, zero or negative.",
  priceListId: "The prices that were applied.",
  transferId: "The transaction that contains the charge.",
  sessionId: "The session that it named.",
};

const types: Readonly<Record<GenerationField["type"], FieldType>> = {
  uuid: "id",
  text: "text",
  boolean: "boolean",
  smallint: "integer",
  int: "integer",
  bigint: "dollars",
  timestamptz: "time",
  retention_class: "text",
};

function requestField(name: Exclude<GenerationName, "app">): Field {
  const { type, nullable, sql, csv } = generationField(name);
  const column = name === "id" ? "generation_id" : columnOf(name).replace(/_nanos$/, "_usd");
  return {
    name: csv ?? column,
    type: name === "id" ? "generation" : types[type],
    isNullable: nullable === true,
    sql: `${sql ?? `g.${columnOf(name)}`}${type === "retention_class" ? "::text" : ""}`,
    description: meanings[name],
  };
}

/** Names come from rows that outlive what they describe: deleted keys and members keep theirs. */
const names = `
  left join api_keys k on k.id = g.key_id and k.workspace_id = g.workspace_id
  left join apps a on a.id = g.app_id and a.workspace_id = g.workspace_id
  left join users m on m.id = g.member_id`;

const sums = (alias: string) =>
  fieldList([
    ["requests", "integer", `${alias}.requests`, "Requests."],
    ["errors", "integer", `${alias}.errors`, "Those that failed."],
    ["prompt_tokens", "integer", `${alias}.prompt_tokens`, "Tokens of prompts."],
    ["completion_tokens", "integer", `${alias}.completion_tokens`, "Tokens of completions."],
    ["reasoning_tokens", "integer", `${alias}.reasoning_tokens`, "Those that were reasoning."],
    ["cached_tokens", "integer", `${alias}.cached_tokens`, "Tokens of prompts that were cached."],
    ["cost_usd", "dollars", `${alias}.cost_nanos`, "What they cost."],
  ]);

/** Requests, and the sums that outlive them. */
export const activityDatasets: readonly Dataset[] = [
  {
    name: "requests",
    title: "Requests",
    description:
      "Every request whose row is kept: all of your own workspace, and in teams those with your keys. Never their content.",
    tables: ["generations"],
    from: `from generations g ${names} where ${ofPerson("g", "member_id")}`,
    orderBy: "g.workspace_id, g.id",
    fields: (Object.keys(meanings) as Exclude<GenerationName, "app">[]).map(requestField),
  },
  {
    name: "usage_by_day",
    title: "Usage by day",
    description:
      "Sums of your own workspace by day, model, provider and key. They stay when requests are removed.",
    tables: ["usage_days"],
    from: `from usage_days d where ${ofOwnWorkspace("d")}`,
    orderBy: "d.workspace_id, d.span_start, d.model, d.provider, d.key_id",
    fields: [
      ...fieldList([
        ["workspace_id", "id", "d.workspace_id", "The workspace."],
        ["day_start", "time", "d.span_start", "When the day began in the workspace's zone."],
        ["model", "text", "d.model", "The model."],
        ["provider", "text", "d.provider", "The provider."],
        ["key_id", "id", "d.key_id", "The key."],
      ]),
      ...sums("d"),
    ],
  },
  {
    name: "usage_by_app_and_user",
    title: "Usage by app and end user",
    description: "Sums of your own workspace by day and app, and by day and end user.",
    tables: ["usage_dimension_days"],
    from: `from usage_dimension_days d where ${ofOwnWorkspace("d")}`,
    orderBy: "d.workspace_id, d.dimension, d.span_start, d.value",
    fields: [
      ...fieldList([
        ["workspace_id", "id", "d.workspace_id", "The workspace."],
        ["day_start", "time", "d.span_start", "When the day began in the workspace's zone."],
        ["dimension", "text", "d.dimension", "What the sum is by."],
        ["value", "text", "d.value", "The app's id, or the end user."],
      ]),
      ...sums("d"),
    ],
  },
  {
    name: "usage_by_quarter_hour",
    title: "Usage by quarter hour",
    description: "The same sums in quarter hours, for charts of short ranges.",
    tables: ["usage_quarter_hours"],
    from: `from usage_quarter_hours q where ${ofOwnWorkspace("q")}`,
    orderBy: "q.workspace_id, q.dimension, q.quarter_hour, q.value",
    fields: [
      ...fieldList([
        ["workspace_id", "id", "q.workspace_id", "The workspace."],
        ["quarter_hour", "time", "q.quarter_hour", "When the quarter hour began."],
        ["dimension", "text", "q.dimension", "What the sum is by."],
        ["value", "text", "q.value", "The model, provider, key, app or end user."],
      ]),
      ...sums("q"),
    ],
  },
  {
    name: "logging_discount",
    title: "Logging discount",
    description: "What your own workspace has saved by storing prompts and completions.",
    tables: ["logging_discounts"],
    from: `from logging_discounts d where ${ofOwnWorkspace("d")}`,
    orderBy: "d.workspace_id",
    fields: fieldList([
      ["workspace_id", "id", "d.workspace_id", "The workspace."],
      ["saved_usd", "dollars", "d.saved_nanos", "The sum of the discounts."],
      ["since", "time", "d.since", "When the first request that is counted arrived."],
    ]),
  },
  {
    name: "durations",
    title: "Durations",
    description: "How many requests of a day took how long, for the charts of latency.",
    tables: ["usage_histograms"],
    from: `from usage_histograms h where ${ofOwnWorkspace("h")}`,
    orderBy: "h.workspace_id, h.measure, h.span_start, h.bucket",
    fields: fieldList([
      ["workspace_id", "id", "h.workspace_id", "The workspace."],
      ["measure", "text", "h.measure", "What was measured."],
      ["day_start", "time", "h.span_start", "When the day began in the workspace's zone."],
      ["bucket", "integer", "h.bucket", "The range of the value, a step of a logarithmic scale."],
      ["requests", "integer", "h.requests", "How many requests were in it."],
    ]),
  },
  {
    name: "free_requests",
    title: "Free requests",
    description: "Requests to free models that count toward their limits.",
    tables: ["free_request_counts"],
    from: `from free_request_counts f where ${ofOwnWorkspace("f")}`,
    orderBy: "f.workspace_id, f.period, f.window_start",
    fields: fieldList([
      ["workspace_id", "id", "f.workspace_id", "The workspace."],
      ["period", "text", "f.period", "Minute or day."],
      ["window_start", "time", "f.window_start", "When it began."],
      ["requests", "integer", "f.requests", "How many."],
    ]),
  },
  {
    name: "rejected_requests",
    title: "Rejected requests",
    description:
      "Requests with keys that no longer work, or with old secrets that have ended, by quarter-hour, for two days.",
    tables: ["key_rejections"],
    from: `from key_rejections r where ${ofOwnWorkspace("r")}`,
    orderBy: "r.quarter_hour, r.key_id",
    fields: fieldList([
      ["workspace_id", "id", "r.workspace_id", "The workspace."],
      ["key_id", "id", "r.key_id", "The key."],
      ["quarter_hour", "time", "r.quarter_hour", "When the quarter-hour began."],
      ["requests", "integer", "r.requests", "How many."],
      [
        "old_secret_requests",
        "integer",
        "r.old_secret_requests",
        "How many of them were with an old secret that has ended, while the key worked.",
      ],
    ]),
  },
  {
    name: "unaccounted_completions",
    title: "Completions that were not charged",
    description: "Completions that were sent and not charged, because their cost is unknown.",
    tables: ["unaccounted_completions"],
    from: `from unaccounted_completions c where ${ofOwnWorkspace("c")}`,
    orderBy: "c.created_at, c.hold_id, c.attempt",
    fields: fieldList([
      ["generation_id", "generation", "c.hold_id", "The id of the request."],
      ["attempt", "integer", "c.attempt", "Which attempt; 0 is the whole request."],
      ["workspace_id", "id", "c.workspace_id", "The workspace."],
      ["key_id", "id", "c.key_id", "The key."],
      ["most_usd", "dollars", "c.amount_nanos", "The most that it can have cost."],
      ["created_at", "time", "c.created_at", "When it was sent."],
      ["billed_at", "time?", "c.billed_at", "When it was charged after all."],
    ]),
    leftOut: { "unaccounted_completions.process_id": "Which process of the server sent it." },
  },
];
