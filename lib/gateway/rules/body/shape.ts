import { textProblem } from "@/lib/kernel/recordable-text";

type SchemaType = "string" | "number" | "integer" | "boolean" | "array" | "object" | "null";

/** The part of JSON Schema (draft 2020-12, as in OpenAPI 3.1) that describes request bodies. */
export type JsonSchema = {
  type?: SchemaType | SchemaType[];
  description?: string;
  enum?: (string | boolean | null)[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
};

/**
 * What a value of a body is: its schema for the OpenAPI document, and the check that the gateway runs. Checks copy
 * nothing and build no text until one fails, since they run for every message of every completion.
 */
export type Shape<Value> = {
  readonly schema: JsonSchema;
  /**
   * Null for a valid value. Otherwise the rest of a sentence that starts with the value's path: " must be a string", or
   * "[3].role must be …" for a value inside it. Never repeats the value.
   */
  readonly problem: (value: unknown) => string | null;
  readonly is: (value: unknown) => value is Value;
};

/** The type of a shape's valid values. */
export type Valid<Of> = Of extends Shape<infer Value> ? Value : never;

export function shape<Value>(schema: JsonSchema, problem: Shape<Value>["problem"]): Shape<Value> {
  return { schema, problem, is: (value): value is Value => problem(value) === null };
}

const accept = () => null;

/** A value that the gateway doesn't look at: the schema is only documentation. */
export function documented(description: string, schema: JsonSchema): Shape<unknown> {
  return shape({ ...schema, description }, accept);
}

export function described<Value>(description: string, of: Shape<Value>): Shape<Value> {
  return { ...of, schema: { ...of.schema, description } };
}

/** The same shape with one sentence for everything that can be wrong with it. */
export function saying<Value>(sentence: string, of: Shape<Value>): Shape<Value> {
  return shape(of.schema, (value) => (of.problem(value) === null ? null : sentence));
}

export const flag: Shape<boolean> = shape({ type: "boolean" }, (value) =>
  typeof value === "boolean" ? null : " must be true or false",
);

export const text: Shape<string> = shape({ type: "string" }, (value) =>
  typeof value === "string" ? null : " must be a string",
);

export const nonEmptyText: Shape<string> = shape({ type: "string", minLength: 1 }, (value) => {
  if (typeof value !== "string") return " must be a string";
  return value === "" ? " must not be empty" : null;
});

/** Text that can be stored and shown in one line (`textProblem`). */
export function recordableText(lengthMax: number): Shape<string> {
  return shape({ type: "string", maxLength: lengthMax }, (value) => {
    if (typeof value !== "string") return ` must be a string of at most ${lengthMax} characters`;
    const problem = textProblem(value, lengthMax);
    return problem === null ? null : ` ${problem}`;
  });
}

export function wholeNumber(minimum: number, maximum: number): Shape<number> {
  const sentence = ` must be a whole number from ${digits(minimum)} to ${digits(maximum)}`;
  return shape({ type: "integer", minimum, maximum }, (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= minimum && value <= maximum
      ? null
      : sentence,
  );
}

export function choice<const Value extends string | boolean>(...values: readonly Value[]): Shape<Value> {
  const known = new Set<unknown>(values);
  const [type] = new Set(values.map((value) => (typeof value === "string" ? "string" : "boolean")));
  const sentence = ` must be ${values.length === 1 ? "" : "one of "}${values.join(", ")}`;
  return shape({ type, enum: [...values] }, (value) => (known.has(value) ? null : sentence));
}

export function list<Item>(
  items: Shape<Item>,
  { min = 0, max = Infinity, noun }: { readonly min?: number; readonly max?: number; readonly noun: string },
): Shape<readonly Item[]> {
  const schema: JsonSchema = {
    type: "array",
    items: items.schema,
    ...(min > 0 && { minItems: min }),
    ...(max < Infinity && { maxItems: max }),
  };
  const { problem } = items;
  return shape(schema, (value) => {
    if (!Array.isArray(value)) return " must be an array";
    if (value.length < min) return " must not be empty";
    if (value.length > max) return ` must have at most ${digits(max)} ${noun}`;
    for (let index = 0; index < value.length; index += 1) {
      const found = problem(value[index]);
      if (found !== null) return `[${index}]${found}`;
    }
    return null;
  });
}

/** A string, or else a list; `sentence` for what is neither. */
export function textOrList<Item>(
  items: Shape<readonly Item[]>,
  sentence: string,
): Shape<string | readonly Item[]> {
  return shape({ anyOf: [{ type: "string" }, items.schema] }, (value) => {
    if (typeof value === "string") return null;
    return Array.isArray(value) ? items.problem(value) : sentence;
  });
}

export function either<First, Second>(
  sentence: string,
  first: Shape<First>,
  second: Shape<Second>,
): Shape<First | Second> {
  return shape({ anyOf: [first.schema, second.schema] }, (value) =>
    first.problem(value) === null || second.problem(value) === null ? null : sentence,
  );
}

export type Fields = Readonly<Record<string, Shape<unknown>>>;
/** The type of an object with these fields. */
export type ObjectOf<Of extends Fields, Required extends keyof Of = never> = {
  readonly [Name in keyof Of]?: Valid<Of[Name]> | null;
} & { readonly [Name in Required]: Valid<Of[Name]> };

/** An object. A field that isn't required may be null, which means the same as leaving it out. */
export function object<Of extends Fields, Required extends keyof Of & string = never>(
  fields: Of,
  {
    required = [],
    isClosed = false,
    problemIn,
  }: {
    readonly required?: readonly Required[];
    /** Rejects fields that aren't named. Without it they are accepted. */
    readonly isClosed?: boolean;
    /** Checks the fields in place of the loop over them, for objects that are checked very often. */
    readonly problemIn?: (value: Readonly<Record<string, unknown>>) => string | null;
  } = {},
): Shape<ObjectOf<Of, Required>> {
  const isRequired = new Set<string>(required);
  const checked = Object.entries(fields).filter(([, { problem }]) => problem !== accept);
  const schema: JsonSchema = {
    type: "object",
    properties: Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [
        name,
        isRequired.has(name) ? field.schema : orNull(field.schema),
      ]),
    ),
    ...(required.length > 0 && { required: [...required] }),
    ...(isClosed && { additionalProperties: false }),
  };
  if (problemIn) return shape(schema, (value) => (isRecord(value) ? problemIn(value) : " must be an object"));
  const rules = checked.map(([name, { problem }]) => ({ name, problem, isRequired: isRequired.has(name) }));
  return shape(schema, (value) => {
    if (!isRecord(value)) return " must be an object";
    for (const rule of rules) {
      const field = value[rule.name];
      if ((field === undefined || field === null) && !rule.isRequired) continue;
      const found = rule.problem(field);
      if (found !== null) return `.${rule.name}${found}`;
    }
    if (isClosed && Object.keys(value).some((name) => !Object.hasOwn(fields, name)))
      return " has fields that are not known";
    return null;
  });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function orNull(schema: JsonSchema): JsonSchema {
  const { type, enum: values, anyOf } = schema;
  if (anyOf) return { ...schema, anyOf: [...anyOf, { type: "null" }] };
  if (type === undefined || type === "null") return schema;
  const types = Array.isArray(type) ? type : [type];
  return { ...schema, type: [...types, "null"], ...(values && { enum: [...values, null] }) };
}

/** With commas, in the same form for every locale of the machine. */
function digits(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
