import "server-only";
import { isUnavailable } from "@/lib/db/database-errors";
import type { Failure } from "@/lib/kernel/outcome";

/** The kinds of expected failure, and their HTTP status. Codes stay with their modules. */
export type ProblemKind = "invalid" | "unauthenticated" | "forbidden" | "missing" | "conflict" | "limit";

const statuses: Readonly<Record<ProblemKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  limit: 429,
};

const kinds: Readonly<Record<string, ProblemKind>> = {
  not_found: "missing",
  not_allowed: "forbidden",
  unauthenticated: "unauthenticated",
  rate_limited: "limit",
};

export function statusOf(kind: ProblemKind): number {
  return statuses[kind];
}

/** The kind of a failure: from the caller's table, else from the few codes that all modules share. */
export function kindOf(code: string, own: Readonly<Partial<Record<string, ProblemKind>>> = {}): ProblemKind {
  return own[code] ?? kinds[code] ?? "invalid";
}

/** The failure's sentence, or a default. */
export function messageOf(failure: Failure<string>): string {
  if (failure.message) return failure.message;
  if (kindOf(failure.code) === "missing") return "That doesn't exist, or it has been deleted.";
  if (kindOf(failure.code) === "forbidden") return "Your role in this workspace doesn't allow that.";
  return "That didn't work. Check the form and try again.";
}

/** The reportable part of an unexpected failure: nothing of the error itself. */
export type Unexpected = {
  readonly status: 500 | 503;
  readonly code: "internal" | "unavailable";
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** The response to an unexpected error; for a database that does not respond, with the time to retry. */
export function unexpected(error: unknown): Unexpected {
  if (!isUnavailable(error)) {
    return { status: 500, code: "internal", message: "Something went wrong on our side.", headers: {} };
  }
  return {
    status: 503,
    code: "unavailable",
    message: "The database isn't responding. Try again in a few seconds.",
    headers: { "retry-after": "5" },
  };
}
