import type { Nanos } from "@/lib/kernel/money";

/** "none" writes no row; roll-ups and ledger are still written. */
export type RetentionChoice = "none" | "d30" | "d90";

/** The TypeScript type of each SQL type that a field may have. */
type ValueOf = {
  uuid: string;
  text: string;
  boolean: boolean;
  smallint: number;
  int: number;
  bigint: Nanos;
  timestamptz: Date;
  retention_class: RetentionChoice;
};

export type GenerationField = {
  readonly type: keyof ValueOf;
  /** True when the value may be null. */
  readonly nullable?: true;
  /** The SQL expression to read, for a field that is not a column. Such a field is not recorded. */
  readonly sql?: string;
  /** True for a field that is recorded but not shown. */
  readonly hidden?: true;
  /** Heading of its export column. Fields without a heading are not exported. */
  readonly csv?: string;
  /** Maximum length of a text, in characters. */
  readonly lengthMax?: number;
  /** The required form of a text; values that do not match are dropped. */
  readonly form?: RegExp;
  /** Set for a text that callers send with a request, to tell their requests apart. */
  readonly tag?: RequestTag;
};

type RequestTag = {
  /** Its field in the body of a completion. */
  readonly field: string;
  /** The header, in lower case, that gives it when the body doesn't. */
  readonly header?: string;
  /** What the OpenAPI document says about that field. */
  readonly description: string;
  /** What pages call it. */
  readonly heading: string;
};

/**
 * Every field of a generation (one metered request). This is the only list: writes, reads, types and the export's
 * columns are derived from it, the latter in this order. The column of a field without `sql` is its name in snake case.
 * A new column needs the schema, a migration, an entry here, the code that fills it and the code that shows it.
 * Tags are also validated, read from requests and shown in the detail sheet from this list.
 */
const generationFields = {
  /** A uuidv7; its millisecond is the generation's `createdAt`. */
  id: { type: "uuid" },
  createdAt: { type: "timestamptz", sql: "g.created_at" },
  workspaceId: { type: "uuid", hidden: true },
  retention: { type: "retention_class", hidden: true },
  model: { type: "text", lengthMax: 256, csv: "model" },
  provider: { type: "text", lengthMax: 256, csv: "provider" },
  endpoint: { type: "text", lengthMax: 256 },
  upstreamId: { type: "text", nullable: true, lengthMax: 128 },
  keyId: { type: "uuid" },
  keyName: { type: "text", nullable: true, sql: "k.name", csv: "key_name" },
  keyLabel: { type: "text", nullable: true, sql: "k.label", csv: "key_label" },
  isKeyDeleted: { type: "boolean", sql: "(k.deleted_at IS NOT NULL)" },
  /** The member who created the key. */
  memberId: { type: "uuid", nullable: true },
  memberName: { type: "text", nullable: true, sql: "coalesce(m.name, m.email)", csv: "member" },
  appId: { type: "uuid", nullable: true },
  appTitle: { type: "text", nullable: true, sql: "a.title" },
  appUrl: { type: "text", nullable: true, sql: "a.url" },
  /** The export's name for the app: its title, or its address. */
  app: {
    type: "text",
    nullable: true,
    hidden: true,
    sql: "coalesce(nullif(a.title, ''), a.url)",
    csv: "app",
  },
  endUser: {
    type: "text",
    nullable: true,
    lengthMax: 256,
    tag: {
      field: "user",
      description: "Your end user, recorded with the request; one line of text.",
      heading: "End user",
    },
    csv: "end_user",
  },
  /** HTTP status of the response. */
  status: { type: "smallint", csv: "status" },
  finishReason: {
    type: "text",
    nullable: true,
    form: /^(stop|length|tool_calls|content_filter|error)$/,
    csv: "finish_reason",
  },
  nativeFinishReason: { type: "text", nullable: true, form: /^[a-z_]{1,32}$/ },
  streamed: { type: "boolean", csv: "streamed" },
  cancelled: { type: "boolean", csv: "cancelled" },
  attempts: { type: "smallint", csv: "attempts" },
  /** The attempts before the last one (`rules/failed-attempts.ts`). */
  failedAttempts: { type: "text", nullable: true, lengthMax: 4_096 },
  /** True when the provider reported no usage and the tokens are estimated. */
  estimated: { type: "boolean", csv: "usage_estimated" },
  /** True when the provider reported more than was possible and the bill was capped. */
  usageCapped: { type: "boolean", csv: "usage_capped" },
  promptTokens: { type: "int", csv: "prompt_tokens" },
  completionTokens: { type: "int", csv: "completion_tokens" },
  /** Included in the completion tokens. */
  reasoningTokens: { type: "int", csv: "reasoning_tokens" },
  /** Included in the prompt tokens. */
  cachedTokens: { type: "int", csv: "cached_tokens" },
  imageCount: { type: "smallint", csv: "images" },
  latencyMs: { type: "int", csv: "latency_ms" },
  firstTokenMs: { type: "int", nullable: true, csv: "first_token_ms" },
  /** Sum of the parts below, to the nano-dollar. */
  costNanos: { type: "bigint", csv: "cost_usd" },
  promptNanos: { type: "bigint", csv: "prompt_usd" },
  cachedNanos: { type: "bigint", csv: "cached_usd" },
  completionNanos: { type: "bigint", csv: "completion_usd" },
  reasoningNanos: { type: "bigint", csv: "reasoning_usd" },
  requestNanos: { type: "bigint", csv: "request_usd" },
  imageNanos: { type: "bigint", csv: "image_usd" },
  /** Zero or negative: the logging discount. */
  discountNanos: { type: "bigint", csv: "discount_usd" },
  /** The applied prices, in `price_lists`. */
  priceListId: { type: "text", lengthMax: 128 },
  /** The usage transfer that contains this cost; null when nothing was charged. */
  transferId: { type: "uuid", nullable: true },
  sessionId: {
    type: "text",
    nullable: true,
    lengthMax: 256,
    tag: {
      field: "session_id",
      header: "x-session-id",
      description:
        "Groups requests, such as those of one conversation; recorded with the request, one line of text. The header " +
        "`X-Session-Id` sets it for a body without one.",
      heading: "Session",
    },
    csv: "session_id",
  },
} as const satisfies Readonly<Record<string, GenerationField>>;

type Fields = typeof generationFields;
type Value<Field extends GenerationField> =
  ValueOf[Field["type"]] | (Field extends { readonly nullable: true } ? null : never);

/** One metered request as recorded: the columns of `generations`. Times in ms, money in nanos. */
export type RecordedGeneration = {
  readonly [Name in keyof Fields as Fields[Name] extends { readonly sql: string } ? never : Name]: Value<
    Fields[Name]
  >;
};

/** One metered request as shown, with names: metadata only. The parts of the cost add up to it exactly. */
export type GenerationRow = {
  readonly [Name in keyof Fields as Fields[Name] extends { readonly hidden: true } ? never : Name]: Value<
    Fields[Name]
  >;
} & {
  /** The public id: gen-… */
  readonly wireId: string;
};

export type GenerationName = keyof Fields;
type RecordedName = keyof RecordedGeneration;
type NullableName = {
  [Name in RecordedName]: null extends RecordedGeneration[Name] ? Name : never;
}[RecordedName];
type TagName = {
  [Name in keyof Fields]: Fields[Name] extends { readonly tag: RequestTag } ? Name : never;
}[keyof Fields];

/** The tags that a request has. */
export type RequestTags = { readonly [Name in TagName]?: string };

const names = Object.keys(generationFields) as GenerationName[];

/** The recorded, shown and exported fields, each in list order. */
export const recordedNames: readonly RecordedName[] = names.filter(
  (name): name is RecordedName => generationField(name).sql === undefined,
);
export const shownNames = names.filter((name) => !generationField(name).hidden);
export const exportedNames = names.filter((name) => generationField(name).csv !== undefined);

/** Null for every recorded field that may be null, so that a record names only what it has. */
export const absentFields = Object.fromEntries(
  recordedNames.filter((name) => generationField(name).nullable).map((name) => [name, null]),
) as { readonly [Name in NullableName]: null };

/** The tags, in list order. */
export const requestTags = names
  .filter((name): name is TagName => generationField(name).tag !== undefined)
  .map((name) => {
    const { tag, lengthMax }: { tag: RequestTag; lengthMax: number } = generationFields[name];
    return { name, lengthMax, ...tag };
  });

/** Returns a field, typed with all optional properties. */
export function generationField(name: GenerationName): GenerationField {
  return generationFields[name];
}

/** The column of a field: `firstTokenMs` is `first_token_ms`. */
export function columnOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
