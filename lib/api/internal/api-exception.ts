import "server-only";
import { randomUUID } from "node:crypto";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { errorFacts, log } from "@/lib/config/log";
import { isUnavailable } from "@/lib/db/database-errors";
import { invalidRequest, type ApiError } from "@/lib/gateway/rules/api-error";
import { hasLeftSending } from "./connection";
import { fixedHeaders } from "./headers";
import { NoResponse } from "./in-time";

/** Ends a request with an error in the API's envelope. Thrown by handlers, turned into a response in `onError`. */
export class ApiException extends Error {
  readonly apiError: ApiError;

  constructor(apiError: ApiError) {
    super("API error");
    this.apiError = apiError;
  }
}

export function createApiException(
  status: number,
  message: string,
  errorType: string,
  headers: Readonly<Record<string, string>> = {},
): ApiException {
  return new ApiException({ status, message, metadata: { error_type: errorType }, headers });
}

export const notFound = () => createApiException(404, "Resource not found", "not_found");
export const badRequest = (message: string) => new ApiException(invalidRequest(message));

/** The envelope of every API error, in OpenRouter's form: `code` is the HTTP status as an integer. */
export function errorResponse(c: Context, apiError: ApiError): Response {
  const { status, message, metadata } = apiError;
  const headers = {
    ...fixedHeaders,
    ...apiError.headers,
    ...(status === 401 && { "WWW-Authenticate": "Bearer" }),
  };
  return c.json({ error: { code: status, message, metadata: metadata ?? {} } }, contentful(status), headers);
}

const internal = {
  status: 500,
  message: "Internal Server Error",
  metadata: { error_type: "server" },
};

/** The database did not respond, or not in time. Writes of the request may have been committed. */
const unavailable = {
  status: 503,
  message: "The database isn't responding. Try again shortly.",
  metadata: { error_type: "server" },
  headers: { "Retry-After": "5" },
};

/** Turns thrown errors into responses. An unexpected error exposes only an id; the log has its kind and location. */
export function onError(error: Error, c: Context): Response {
  if (error instanceof ApiException) return errorResponse(c, error.apiError);
  if (hasLeftSending(c)) {
    // No one reads the response. The connection failed, with error codes that look like an unreachable database.
    log().debug({ event: "caller_left", method: c.req.method });
    return errorResponse(c, invalidRequest("The request ended before its body was complete"));
  }
  // Thrown by the router for a body that is not JSON. Its message is not passed on.
  if (error instanceof HTTPException && error.status < 500) {
    return errorResponse(c, invalidRequest("The body is not valid JSON"));
  }
  const requestId = randomUUID();
  const isDatabaseDown = error instanceof NoResponse || isUnavailable(error);
  const event = isDatabaseDown ? "database_unavailable" : "api_error";
  log().error({ event, requestId, method: c.req.method, ...errorFacts(error) });
  const { metadata, ...apiError } = isDatabaseDown ? unavailable : internal;
  return errorResponse(c, { ...apiError, metadata: { ...metadata, request_id: requestId } });
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
    case 409:
    case 410:
    case 413:
    case 422:
    case 429:
    case 501:
    case 502:
    case 503:
    case 504:
      return status;
    default:
      return 500;
  }
}
