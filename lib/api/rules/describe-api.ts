import { z } from "zod";

/** The part of an OpenAPI document that the reference page shows; everything else passes unread. */
const schemaNode: z.ZodType<SchemaNode> = z.lazy(() =>
  z.looseObject({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    enum: z.array(z.unknown()).optional(),
    description: z.string().optional(),
    properties: z.record(z.string(), schemaNode).optional(),
    required: z.array(z.string()).optional(),
    items: schemaNode.optional(),
    anyOf: z.array(schemaNode).optional(),
    oneOf: z.array(schemaNode).optional(),
  }),
);

type SchemaNode = {
  $ref?: string | undefined;
  type?: string | string[] | undefined;
  enum?: unknown[] | undefined;
  description?: string | undefined;
  properties?: Record<string, SchemaNode> | undefined;
  required?: string[] | undefined;
  items?: SchemaNode | undefined;
  anyOf?: SchemaNode[] | undefined;
  oneOf?: SchemaNode[] | undefined;
};

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

const document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operationNode)),
  components: z
    .looseObject({ schemas: z.record(z.string(), schemaNode).default({}) })
    .default({ schemas: {} }),
});

export type ApiField = {
  readonly name: string;
  readonly type: string;
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
  readonly answers: readonly {
    readonly status: string;
    readonly description: string;
    readonly fields: readonly ApiField[];
  }[];
};

/** The operations of an OpenAPI document in its order, flat enough to be read as tables. Throws when it is none. */
export function describeApi(openApi: unknown): readonly ApiOperation[] {
  const { paths, components } = document.parse(openApi);
  const resolve = (node: SchemaNode | undefined): SchemaNode => {
    const name = node?.$ref?.split("/").at(-1);
    return (name === undefined ? node : components.schemas[name]) ?? {};
  };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]): ApiOperation => ({
      id: `${method}-${path.replace(/^\/api\/v1/, "").replace(/[^a-z0-9]+/gi, "-")}`
        .replace(/-+$/, "")
        .replace(/--+/g, "-"),
      method: method.toUpperCase(),
      path,
      group: operation.tags[0] ?? "Other",
      summary: operation.summary,
      description: operation.description,
      needsKey: operation.security.length > 0,
      parameters: operation.parameters.map(({ name, required, description, schema }) => ({
        name,
        required,
        description,
        type: typeText(schema),
      })),
      body: fieldsOf(resolve(operation.requestBody?.content?.["application/json"]?.schema), resolve),
      answers: Object.entries(operation.responses).map(([status, answer]) => ({
        status,
        description: answer.description,
        // Errors share one shape, which the page explains once.
        fields: status.startsWith("2")
          ? fieldsOf(resolve(answer.content?.["application/json"]?.schema), resolve)
          : [],
      })),
    })),
  );
}

/** Fields of an object; of `{ data: … }` those inside, since that is what people look for. */
function fieldsOf(
  node: SchemaNode,
  resolve: (node: SchemaNode | undefined) => SchemaNode,
): readonly ApiField[] {
  const properties = Object.entries(node.properties ?? {});
  return properties.flatMap(([name, property]): ApiField[] => {
    const own: ApiField = {
      name,
      type: typeText(property),
      required: node.required?.includes(name) ?? false,
      description: property.description ?? "",
    };
    const inside = resolve(property.items ?? property);
    const isEnvelope = name === "data" && inside.properties;
    if (!isEnvelope) return [own];
    const label = property.items ? "data[]." : "data.";
    return fieldsOf(inside, resolve).map((field) => ({ ...field, name: `${label}${field.name}` }));
  });
}

function typeText(node: SchemaNode | undefined): string {
  if (!node) return "any";
  if (node.$ref) return node.$ref.split("/").at(-1) ?? "object";
  if (node.enum)
    return node.enum.map((value) => (value === null ? "null" : JSON.stringify(value))).join(" | ");
  const choices = node.anyOf ?? node.oneOf;
  if (choices) return choices.map(typeText).join(" | ");
  if (node.type === "array") return `${typeText(node.items)}[]`;
  if (Array.isArray(node.type)) return node.type.join(" | ");
  return node.type ?? "any";
}
