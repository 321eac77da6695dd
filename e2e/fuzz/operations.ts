import type { HttpCall } from "../support/http";
import { type Change, shortened, type Slot } from "./changes";
import { percentEncode } from "./hostile-values";

export type Operation = {
  /** "GET /api/v1/keys/{hash}" */
  readonly name: string;
  readonly slots: readonly Slot[];
  /** Statuses in the document. */
  readonly statuses: readonly number[];
  readonly needsKey: boolean;
  /** Whether the call has a body. */
  readonly hasBody: boolean;
  call(changes: readonly Change[]): HttpCall & { readonly path: string };
};

type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
};
type Described = {
  readonly security?: readonly unknown[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, unknown>>;
};
export type ApiDocument = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

/**
 * The operations of a document, each with a valid call: its required parameters have the value of that name in `known`,
 * or one of their type. Values in `known` for optional parameters are sent too.
 */
export function operationsOf(document: ApiDocument, known: Readonly<Record<string, unknown>>): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) =>
      operationOf(`${method.toUpperCase()} ${path}`, described, document, known),
    ),
  );
}

/** An operation that is not in the document: only its address is known. */
export function bareOperation(name: string): Operation {
  return operationOf(
    name,
    { security: [{}], responses: { 200: {} } },
    { paths: {}, components: { schemas: {} } },
    {},
  );
}

function operationOf(
  name: string,
  described: Described,
  { components }: ApiDocument,
  known: Readonly<Record<string, unknown>>,
): Operation {
  const [method = "GET", template = ""] = name.split(" ");
  const content = described.requestBody?.content["application/json"]?.schema;
  const body = content?.$ref ? components.schemas[content.$ref.split("/").at(-1) ?? ""] : content;
  const parameters = (described.parameters ?? []).filter(
    ({ in: where }) => where === "path" || where === "query",
  );
  const fields = Object.entries(body?.properties ?? {});
  const valid = new Map<string, unknown>();
  for (const { name: parameter, required, schema } of parameters) {
    if (required) valid.set(parameter, known[parameter] ?? sampleOf(schema));
  }
  for (const [field, schema] of fields) {
    if (body?.required?.includes(field) || field in known) valid.set(field, known[field] ?? sampleOf(schema));
  }
  const slots: Slot[] = [
    ...parameters.map(({ name: parameter, in: where }) => ({
      where: where as "path" | "query",
      name: parameter,
    })),
    ...fields.map(([field]) => ({ where: "field" as const, name: field })),
  ];
  const begin = (where: Slot["where"]) =>
    new Map(
      slots
        .filter((slot) => slot.where === where && valid.has(slot.name))
        .map(({ name: slot }) => [
          slot,
          { label: "as it is", text: String(valid.get(slot)), token: JSON.stringify(valid.get(slot)) },
        ]),
    );
  return {
    name,
    slots,
    statuses: Object.keys(described.responses).map(Number),
    needsKey: (described.security ?? []).length > 0,
    hasBody: method === "POST" || method === "PATCH",
    call: (changes) => {
      const places = { path: begin("path"), query: begin("query"), field: begin("field") };
      for (const [{ where, name: slot }, value] of changes) {
        if (value) places[where].set(slot, value);
        else places[where].delete(slot);
      }
      const path = template.replace(/\{(\w+)\}/g, (_braces, slot: string) =>
        percentEncode(shortened(places.path.get(slot)?.text ?? "")),
      );
      const query = [...places.query]
        .map(([slot, { text }]) => `${percentEncode(slot)}=${percentEncode(shortened(text))}`)
        .join("&");
      const json = [...places.field].map(([slot, { token }]) => `${JSON.stringify(slot)}:${token}`).join(",");
      const hasBody = method === "POST" || method === "PATCH";
      return { method, path: query ? `${path}?${query}` : path, ...(hasBody && { body: `{${json}}` }) };
    },
  };
}

function sampleOf({ type, enum: choices }: Schema): unknown {
  if (choices) return choices[0];
  const first = Array.isArray(type) ? type[0] : type;
  const samples: Readonly<Record<string, unknown>> = {
    integer: 1,
    number: 1,
    boolean: true,
    array: [],
    object: {},
  };
  return samples[String(first)] ?? "text";
}
