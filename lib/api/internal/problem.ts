import "server-only";
import { randomUUID } from "node:crypto";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { errorFacts, log } from "@/lib/config/log";
import { invalidRequest, type Refusal } from "@/lib/gateway/rules/refusal";

/** Ends a request with an error of the reference's form. Thrown by handlers, answered in one place. */
export class Problem extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super("refused");
    this.refusal = refusal;
  }
}

export function refuse(status: number, message: string, errorType: string): Problem {
  return new Problem({ status, message, metadata: { error_type: errorType } });
}

export const notFound = () => refuse(404, "Resource not found", "not_found");
export const badRequest = (message: string) => new Problem(invalidRequest(message));

/** The envelope of every error (reference §2.11): `code` is the HTTP status, an integer. */
export function problemResponse(c: Context, refusal: Refusal): Response {
  for (const [name, value] of Object.entries(refusal.headers ?? {})) c.header(name, value);
  if (refusal.status === 401) c.header("WWW-Authenticate", "Bearer");
  const { status, message, metadata } = refusal;
  return c.json({ error: { code: status, message, metadata: metadata ?? {} } }, contentful(status));
}

/** What handlers threw. Nothing of an unexpected error leaves but an id, under which the log has its kind and place. */
export function onError(error: Error, c: Context): Response {
  if (error instanceof Problem) return problemResponse(c, error.refusal);
  // The router's own: a body that is not JSON. Its message is not passed on.
  if (error instanceof HTTPException && error.status < 500) {
    return problemResponse(c, invalidRequest("The body is not valid JSON"));
  }
  const requestId = randomUUID();
  log().error({ event: "api_error", requestId, method: c.req.method, ...errorFacts(error) });
  const metadata = { error_type: "server", request_id: requestId };
  return problemResponse(c, { status: 500, message: "Internal Server Error", metadata });
}

function contentful(status: number): ContentfulStatusCode {
  switch (status) {
    case 400:
    case 401:
    case 402:
    case 403:
    case 404:
    case 405:
    case 408:
    case 410:
    case 413:
    case 422:
    case 429:
    case 502:
    case 503:
    case 504:
      return status;
    default:
      return 500;
  }
}
