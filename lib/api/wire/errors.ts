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
  400: "Invalid request",
  401: "Missing or invalid API key",
  402: "Insufficient credits, or key limit reached",
  403: "Wrong kind of API key",
  404: "Not found, or blocked by privacy settings",
  408: "Request body too slow",
  410: "Gone",
  413: "Request body too large",
  429: "Too many requests",
  500: "Internal server error",
  502: "Provider error",
  503: "The provider is overloaded",
  504: "The provider took too long",
};

type ErrorResponse = { description: string; content: { "application/json": { schema: typeof error } } };

/** The error responses of a route, for the OpenAPI document. */
export function errorStatuses(...statuses: number[]): Record<number, ErrorResponse> {
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
