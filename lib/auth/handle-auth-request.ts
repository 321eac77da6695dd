import "server-only";
import type { NextRequest } from "next/server";
import { errorFacts, log } from "@/lib/config/log";
import { env } from "@/lib/config/env";
import { isSameOrigin } from "@/lib/http/origin-check";
import { newExchange, nextAuthOptions } from "./internal/next-auth-options";
import { driveNextAuth } from "./internal/drive-next-auth";

const actions: Readonly<Record<string, readonly string[]>> = {
  GET: ["csrf", "session", "providers", "signin", "signout", "error", "callback"],
  POST: ["signin", "signout", "callback", "session"],
};
const bodyBytesMax = 16_384;

type Context = { readonly params: Promise<{ readonly nextauth: string[] }> };

/** next-auth's own routes: sign-in and sign-out for programs that speak its protocol, and provider callbacks. */
export async function handleAuthRequest(request: NextRequest, context: Context): Promise<Response> {
  const steps = (await context.params).nextauth;
  const method = request.method === "POST" ? "POST" : "GET";
  const [action = "", provider = ""] = steps;
  if (!actions[method]?.includes(action)) return plain(404);
  if (action === "callback") {
    const known = nextAuthOptions(newExchange(null)).providers.find(({ id }) => id === provider);
    if (!known) return plain(404);
    // Credentials are posted; no redirect ever carries them.
    if (known.type === "credentials" && method === "GET") return plain(405);
  }
  if (method === "POST" && !isSameOrigin(request.headers, env().appUrl)) return plain(403);
  const body = method === "POST" ? await readBody(request) : {};
  if (!body) return plain(413);
  const query = Object.fromEntries(request.nextUrl.searchParams);
  const { password: _password, ...fields } = body;
  if ([steps, query, fields].some((part) => Object.entries(part).flat().some(hasControls))) return plain(400);
  try {
    return await driveNextAuth({
      method,
      steps,
      query,
      body,
      cookies: Object.fromEntries(request.cookies.getAll().map(({ name, value }) => [name, value])),
      headers: Object.fromEntries(request.headers),
    });
  } catch (error) {
    log().error(errorFacts(error), "next-auth failed");
    return plain(500);
  }
}

/** next-auth copies its input into headers and cookies, which must not contain control characters. */
function hasControls(text: string): boolean {
  return /[\p{Control}\p{Surrogate}]/u.test(text);
}

/** Null when the body is larger than any sign-in form; empty when it cannot be parsed. */
async function readBody(request: NextRequest): Promise<Record<string, string> | null> {
  if (Number(request.headers.get("content-length") ?? 0) > bodyBytesMax) return null;
  const text = await request.text();
  if (text.length > bodyBytesMax) return null;
  if (!(request.headers.get("content-type") ?? "").includes("json"))
    return Object.fromEntries(new URLSearchParams(text));
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== "object" || parsed === null) return {};
    return Object.fromEntries(
      Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    );
  } catch {
    return {};
  }
}

function plain(status: number): Response {
  return new Response(null, { status, headers: { "cache-control": "private, no-store" } });
}
