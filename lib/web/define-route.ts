import "server-only";
import type { z } from "zod";
import { tryRecordSecurityEvent } from "@/lib/accounts/security-log/record-security-event";
import { hasAccess } from "@/lib/accounts/sessions/has-access";
import { findViewer } from "@/lib/auth/viewer";
import { errorFacts, log } from "@/lib/config/log";
import type { Actor } from "@/lib/kernel/actor";
import { type Formats, formatsFor } from "@/lib/kernel/format";
import type { Failure, Outcome } from "@/lib/kernel/outcome";
import { fieldErrors } from "./form-fields";
import { whileAllowed } from "./while-allowed";
import { kindOf, messageOf, type ProblemKind, statusOf, unexpected } from "./problem";
import { type RateRule, takePoint, tooManyAttempts } from "@/lib/http/rate-limit";
import { requestOrigin } from "@/lib/http/client-address";
import { newRequestId } from "@/lib/http/request-id";

type RouteContext = { readonly params: Promise<Record<string, string | string[] | undefined>> };

type RouteCall<Query> = {
  readonly actor: Actor;
  readonly query: Query;
  readonly params: Record<string, string | string[] | undefined>;
  readonly request: Request;
  readonly requestId: string;
  /** The viewer's formats, for text that a page shows as it arrives. */
  readonly formats: Formats;
};

type RouteDefinition<Schema extends z.ZodType> = {
  /** Schema of the search parameters; a parameter that is sent twice arrives as a list. */
  readonly query?: Schema;
  /** Limit per signed-in user, for what is expensive to make. */
  readonly perPerson?: RateRule;
  /** What a response that is a file contains, such as "requests". The security log then says that it was downloaded. */
  readonly download?: string;
  readonly run: (
    call: RouteCall<z.output<Schema>>,
  ) => Promise<Response | Outcome<unknown, string> | object | null>;
  readonly kinds?: Readonly<Partial<Record<string, ProblemKind>>>;
};

/**
 * A read for scripts of this site's signed-in pages: session cookie → parse → run → JSON. Amounts and other bigints are
 * sent as decimal text. A `Response` (a download, a stream) passes unchanged while the session lasts, but is never cacheable.
 */
export function defineRoute<Schema extends z.ZodType = z.ZodUndefined>(definition: RouteDefinition<Schema>) {
  return async function handle(request: Request, context: RouteContext): Promise<Response> {
    const requestId = newRequestId();
    try {
      const viewer = await findViewer();
      if (!viewer?.user.emailVerified)
        return problem("unauthenticated", "unauthenticated", "Sign in first.", requestId);
      const { perPerson } = definition;
      const verdict = perPerson ? await takePoint(perPerson, viewer.actor.userId) : null;
      if (verdict?.allowed === false) return limitReached(verdict.retryAfterSeconds, requestId);
      const parsed = definition.query?.safeParse(searchFields(request));
      if (parsed && !parsed.success) {
        return problem(
          "invalid",
          "invalid_query",
          Object.values(fieldErrors(parsed.error)).join(" "),
          requestId,
        );
      }
      const query = parsed?.data as z.output<Schema>;
      const params = await context.params;
      const formats = formatsFor(viewer.user.formatChoice);
      const result = await definition.run({
        actor: viewer.actor,
        query,
        params,
        request,
        requestId,
        formats,
      });
      // The framework asks for a file's headers with the same function.
      if (definition.download && request.method !== "HEAD" && result instanceof Response) {
        const origin = requestOrigin(request.headers);
        const detail = { data: definition.download };
        await tryRecordSecurityEvent({ userId: viewer.actor.userId, kind: "exported", origin, detail });
      }
      const access = { sessionId: viewer.sessionId, workspaceId: viewer.actor.workspaceId };
      return reply(guarded(result, access), definition.kinds, requestId);
    } catch (error) {
      log().error({ requestId, ...errorFacts(error) }, "route failed");
      const { status, code, message, headers } = unexpected(error);
      return json({ error: { code, message, requestId } }, status, headers);
    }
  };
}

/** A download may take minutes: it is aborted within seconds of the session's end, with the account or without it. */
function guarded<Result>(result: Result, access: Parameters<typeof hasAccess>[0]): Result | Response {
  if (!(result instanceof Response) || !result.body) return result;
  return new Response(
    whileAllowed(result.body, () => hasAccess(access)),
    { status: result.status, statusText: result.statusText, headers: result.headers },
  );
}

function reply(
  result: Response | Outcome<unknown, string> | object | null,
  kinds: RouteDefinition<z.ZodType>["kinds"],
  requestId: string,
): Response {
  if (result instanceof Response) {
    result.headers.set("cache-control", "private, no-store");
    return result;
  }
  if (isFailure(result))
    return problem(kindOf(result.code, kinds), result.code, messageOf(result), requestId);
  return json(isSuccess(result) ? result.value : result, 200);
}

function isFailure(result: object | null): result is Failure<string> {
  return result !== null && "ok" in result && result.ok === false && "code" in result;
}

function isSuccess(result: object | null): result is { ok: true; value: unknown } {
  return result !== null && "ok" in result && result.ok === true && "value" in result;
}

function problem(kind: ProblemKind, code: string, message: string, requestId: string): Response {
  return json({ error: { code, message, requestId } }, statusOf(kind));
}

function limitReached(retryAfterSeconds: number, requestId: string): Response {
  const error = { code: "rate_limited", message: tooManyAttempts(retryAfterSeconds), requestId };
  return json({ error }, statusOf("limit"), { "retry-after": String(retryAfterSeconds) });
}

function json(body: unknown, status: number, headers: Readonly<Record<string, string>> = {}): Response {
  const text = JSON.stringify(body, (_key, value) => (typeof value === "bigint" ? value.toString() : value));
  return new Response(text, {
    status,
    headers: { "content-type": "application/json", "cache-control": "private, no-store", ...headers },
  });
}

function searchFields(request: Request): Record<string, string | string[]> {
  const search = new URL(request.url).searchParams;
  const fields: Record<string, string | string[]> = Object.create(null);
  for (const name of new Set(search.keys())) {
    const values = search.getAll(name);
    fields[name] = values.length === 1 ? (values[0] ?? "") : values;
  }
  return fields;
}
