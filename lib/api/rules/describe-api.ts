import { z } from "zod";

/** The part of a JSON schema that the reference page shows. */
type SchemaNode = {
  $ref?: string | undefined;
  type?: string | string[] | undefined;
  enum?: unknown[] | undefined;
  description?: string | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
  maxLength?: number | undefined;
  maxItems?: number | undefined;
  properties?: Record<string, SchemaNode> | undefined;
  required?: string[] | undefined;
  items?: SchemaNode | undefined;
  anyOf?: SchemaNode[] | undefined;
  oneOf?: SchemaNode[] | undefined;
};

const schemaNode: z.ZodType<SchemaNode> = z.lazy(() =>
  z.looseObject({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    enum: z.array(z.unknown()).optional(),
    description: z.string().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    maxLength: z.number().optional(),
    maxItems: z.number().optional(),
    properties: z.record(z.string(), schemaNode).optional(),
    required: z.array(z.string()).optional(),
    items: schemaNode.optional(),
    anyOf: z.array(schemaNode).optional(),
    oneOf: z.array(schemaNode).optional(),
  }),
);

const content = z.record(z.string(), z.looseObject({ schema: schemaNode.optional() })).optional();

const operationNode = z.looseObject({
  summary: z.string().default(""),
  description: z.string().default(""),
  tags: z.array(z.string()).default([]),
  security: z.array(z.unknown()).default([]),
  parameters: z
    .array(
      z.looseObject({
        name: z.string(),
        in: z.string(),
        required: z.boolean().default(false),
        description: z.string().default(""),
        schema: schemaNode.optional(),
      }),
    )
    .default([]),
  requestBody: z.looseObject({ content }).optional(),
  responses: z.record(z.string(), z.looseObject({ description: z.string().default(""), content })),
});

const openApiDocument = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operationNode)),
  components: z
    .looseObject({ schemas: z.record(z.string(), schemaNode).default({}) })
    .default({ schemas: {} }),
});

export type ApiField = {
  /** A field inside another one by its path: "provider.order", "messages[].role". */
  readonly name: string;
  readonly type: string;
  /** "1 to 8", "at most 256 characters"; empty when there is no bound. */
  readonly range: string;
  readonly required: boolean;
  readonly description: string;
};

export type ApiOperation = {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly group: string;
  readonly summary: string;
  readonly description: string;
  readonly needsKey: boolean;
  readonly parameters: readonly ApiField[];
  readonly body: readonly ApiField[];
  readonly responses: readonly {
    readonly status: string;
    readonly description: string;
    readonly fields: readonly ApiField[];
  }[];
};

type Resolve = (node: SchemaNode | undefined) => SchemaNode;

/** The operations of an OpenAPI document, in its order, flattened into tables. Throws when it isn't such a document. */
export function describeApi(openApi: unknown): readonly ApiOperation[] {
  const { paths, components } = openApiDocument.parse(openApi);
  const resolve: Resolve = (node) => {
    const name = node?.$ref?.split("/").at(-1);
    return (name === undefined ? node : components.schemas[name]) ?? {};
  };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): ApiOperation => ({
      id: idOf(method, path),
      method: method.toUpperCase(),
      path,
      group: operation.tags[0] ?? "Other",
      summary: operation.summary,
      description: operation.description,
      needsKey: operation.security.length > 0,
      parameters: operation.parameters.map(({ name, required, description, schema }) => ({
        ...fieldOf(name, schema ?? {}, required),
        description,
      })),
      body: bodyFields(resolve(operation.requestBody?.content?.["application/json"]?.schema), resolve),
      responses: Object.entries(operation.responses).map(([status, response]) => ({
        status,
        description: response.description,
        // Errors share one shape, which the page explains once.
        fields: status.startsWith("2")
          ? responseFields(resolve(response.content?.["application/json"]?.schema), resolve)
          : [],
      })),
    })),
  );
}

function idOf(method: string, path: string): string {
  const words = path.replace(/^\/api\/v1/, "").split(/[^a-z0-9]+/i);
  return [method, ...words.filter(Boolean)].join("-");
}

function fieldOf(name: string, node: SchemaNode, required: boolean): ApiField {
  return {
    name,
    type: typeText(node),
    range: rangeText(node),
    required,
    description: node.description ?? "",
  };
}

/** Fields of a body, each followed by the fields inside it. */
function bodyFields(node: SchemaNode, resolve: Resolve, prefix = ""): readonly ApiField[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, property]) => [
    fieldOf(`${prefix}${name}`, property, node.required?.includes(name) ?? false),
    ...fieldsInside(property, resolve, `${prefix}${name}`),
  ]);
}

function fieldsInside(node: SchemaNode, resolve: Resolve, name: string): readonly ApiField[] {
  const { items, anyOf, oneOf, ...own } = resolve(node);
  return [
    ...bodyFields(own, resolve, `${name}.`),
    ...(items ? fieldsInside(items, resolve, `${name}[]`) : []),
    ...[...(anyOf ?? []), ...(oneOf ?? [])].flatMap((choice) => fieldsInside(choice, resolve, name)),
  ];
}

/** Fields of a response; of `{ data: … }` the fields inside, which are what a reader looks for. */
function responseFields(node: SchemaNode, resolve: Resolve): readonly ApiField[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, property]): readonly ApiField[] => {
    const inside = resolve(property.items ?? property);
    if (name !== "data" || !inside.properties) {
      return [fieldOf(name, property, node.required?.includes(name) ?? false)];
    }
    const label = property.items ? "data[]." : "data.";
    return responseFields(inside, resolve).map((field) => ({ ...field, name: `${label}${field.name}` }));
  });
}

function typeText(node: SchemaNode | undefined): string {
  if (!node) return "any";
  if (node.$ref) return node.$ref.split("/").at(-1) ?? "object";
  if (node.enum)
    return node.enum.map((value) => (value === null ? "null" : JSON.stringify(value))).join(" | ");
  const choices = node.anyOf ?? node.oneOf;
  if (choices) return choices.map(typeText).join(" | ");
  const types = typeof node.type === "string" ? [node.type] : (node.type ?? ["any"]);
  return types.map((type) => (type === "array" ? `${itemText(node.items)}[]` : type)).join(" | ");
}

function itemText(items: SchemaNode | undefined): string {
  const text = typeText(items);
  return text.includes(" | ") ? `(${text})` : text;
}

function rangeText({ minimum, maximum, maxLength, maxItems }: SchemaNode): string {
  const count = (value: number) => value.toLocaleString("en-US");
  if (minimum !== undefined && maximum !== undefined) return `${count(minimum)} to ${count(maximum)}`;
  if (minimum !== undefined) return `at least ${count(minimum)}`;
  if (maxLength !== undefined) return `at most ${count(maxLength)} characters`;
  return maxItems === undefined || maxItems === 0 ? "" : `at most ${count(maxItems)} items`;
}
