import "server-only";
import NextAuth from "next-auth";
import { tooManyAttempts } from "@/lib/http/rate-limit";
import { env } from "@/lib/config/env";
import { paths } from "@/lib/kernel/paths";
import { cookieHeader, cookiePlan } from "./cookies";
import { newExchange, nextAuthOptions, type SignInExchange } from "./next-auth-options";

type AuthRequest = {
  readonly method: "GET" | "POST";
  /** The path segments after /api/auth/: ["callback", "credentials"]. */
  readonly steps: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
};

/**
 * Runs next-auth's own handler on a request that is plain data. next-auth's entry for route handlers reads the
 * framework's ambient request, which in a server action is the form's request; this one uses its argument. The expiry
 * of each of next-auth's cookies is removed, except from deletions, because sessions end with the browser. Too many
 * attempts give 429 with `Retry-After`, where next-auth knows only 401 and a redirect. A right password of an account with
 * two-factor authentication gives the challenge cookie, and the page that asks for the code in place of the sign-in page.
 *
 * @param exchange tells the caller more about a sign-in than the response does.
 */
export async function driveNextAuth(
  request: AuthRequest,
  exchange = exchangeFor(request),
): Promise<Response> {
  const plain = new PlainResponse();
  const { method, steps, query, body, cookies, headers } = request;
  await NextAuth(nextAuthOptions(exchange))(
    { method, query: { ...query, nextauth: [...steps] }, body, cookies, headers },
    plain,
  );
  if (exchange.retryAfterSeconds !== null) plain.rejectAttempt(exchange.retryAfterSeconds);
  if (exchange.issuedChallenge) plain.askForCode();
  const response = plain.toResponse();
  if (exchange.issuedDevice)
    response.headers.append("set-cookie", cookieHeader("device", exchange.issuedDevice));
  if (exchange.issuedChallenge)
    response.headers.append("set-cookie", cookieHeader("challenge", exchange.issuedChallenge));
  return response;
}

export function exchangeFor({ cookies }: Pick<AuthRequest, "cookies">): SignInExchange {
  return newExchange(cookies[cookiePlan("device").name] ?? null);
}

/** The part of a Node response that next-auth's handler uses. */
class PlainResponse {
  #status = 200;
  #body: string | null = null;
  readonly #headers = new Map<string, string | readonly string[]>();

  status(code: number): this {
    this.#status = code;
    return this;
  }

  getHeader(name: string): string | readonly string[] | undefined {
    const value = this.#headers.get(name.toLowerCase());
    return typeof value === "string" || value === undefined ? value : [...value];
  }

  setHeader(name: string, value: string | readonly string[]): this {
    this.#headers.set(name.toLowerCase(), value);
    return this;
  }

  json(body: unknown): void {
    this.setHeader("content-type", "application/json");
    this.#body = JSON.stringify(body);
  }

  send(body: unknown): void {
    if (typeof body === "string") this.#body = body;
    else if (body !== undefined) this.json(body);
  }

  end(): void {
    this.#body ??= null;
  }

  /** For a program, the JSON body keeps the URL that it asked for; a redirect would hide the status. */
  rejectAttempt(retryAfterSeconds: number): void {
    this.#status = 429;
    this.setHeader("retry-after", String(retryAfterSeconds));
    if (!this.#headers.delete("location")) return;
    this.setHeader("content-type", "text/plain; charset=utf-8");
    this.#body = tooManyAttempts(retryAfterSeconds);
  }

  /** A browser is redirected to the page that asks for the code, a program gets its URL. */
  askForCode(): void {
    const url = `${env().appUrl}${paths.signInCode}`;
    if (this.#headers.has("location")) this.setHeader("location", url);
    else this.json({ url });
  }

  toResponse(): Response {
    const headers = new Headers({ "cache-control": "private, no-store" });
    for (const [name, value] of this.#headers) {
      if (name === "set-cookie") continue;
      if (typeof value === "string") headers.set(name, value);
    }
    headers.set("cache-control", "private, no-store");
    for (const cookie of this.#cookies()) headers.append("set-cookie", withoutExpiry(cookie));
    return new Response(this.#body, { status: this.#status, headers });
  }

  #cookies(): readonly string[] {
    const value = this.#headers.get("set-cookie");
    if (value === undefined) return [];
    return typeof value === "string" ? [value] : value;
  }
}

/** Keeps deletions unchanged: they are cookies that have already expired. */
export function withoutExpiry(cookie: string): string {
  if (/^[^=]+=(;|$)/.test(cookie) || /;\s*max-age=0(;|$)/i.test(cookie)) return cookie;
  return cookie.replace(/;\s*(expires|max-age)=[^;]*/gi, "");
}
