import { z } from "@hono/zod-openapi";

const error = z
  .object({
    error: z.object({
      code: z.int().openapi({ description: "The HTTP status" }),
      message: z.string(),
      metadata: z.record(z.string(), z.unknown()).nullish(),
    }),
  })
  .openapi("Error");

const names: Readonly<Record<number, string>> = {
  400: "The request is not understood, or holds too many values",
  401: "No key, or one that does not work",
  402: "Not enough credits, or the key's limit is reached",
  403: "The key is of the wrong kind",
  404: "Not there, or nothing fits the privacy settings",
  408: "The body came too slowly",
  410: "Gone",
  413: "The body is too large",
  429: "Too many requests",
  500: "Our fault",
  502: "The provider failed",
  503: "The provider is overloaded",
};

type Answer = { description: string; content: { "application/json": { schema: typeof error } } };

/** The error answers of a route, for the OpenAPI document. */
export function errorAnswers(...statuses: number[]): Record<number, Answer> {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      { description: names[status] ?? "Error", content: { "application/json": { schema: error } } },
    ]),
  );
}

export const bearer = [{ bearer: [] }];

/** A 200 (or 201) with JSON, as routes declare it. */
export function json<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { "application/json": { schema } } };
}
