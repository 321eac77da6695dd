import "server-only";
import type { AuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { signInSchema } from "@/lib/accounts/rules/account-input";
import { sessionDays } from "@/lib/accounts/rules/session-periods";
import { endSession } from "@/lib/accounts/sessions/end-session";
import { findSession } from "@/lib/accounts/sessions/find-session";
import { openSession } from "@/lib/accounts/sessions/open-session";
import { env } from "@/lib/config/env";
import { log } from "@/lib/config/log";
import { paths } from "@/lib/kernel/paths";
import { clientAddress, requestOrigin } from "@/lib/http/client-address";
import { safeNext } from "@/lib/auth/safe-next";
import { cookiePlan } from "./cookies";
import { admitSignIn } from "./sign-in-limits";

/** The result of `authorize`: the user, and the session that the password check opened. */
type SignedIn = { readonly id: string; readonly email: string; readonly secret: string };

/** What a sign-in reads from the request and adds to the response, beyond what next-auth passes through. */
export type SignInExchange = {
  /** The device cookie from an earlier sign-in. */
  readonly shownDevice: string | null;
  /** The new device cookie. */
  issuedDevice: string | null;
  /** Set instead of a session when the password was right and the account has two-factor authentication. */
  issuedChallenge: string | null;
  /** The account was secured, and this is the first sign-in since. */
  isFirstSinceSecured: boolean;
  /** Set when there were too many attempts: seconds until the next one is allowed. */
  retryAfterSeconds: number | null;
  /** What failed while the password was checked. next-auth tells only that no one was signed in. */
  failure: unknown;
};

export function newExchange(shownDevice: string | null): SignInExchange {
  return {
    shownDevice,
    issuedDevice: null,
    issuedChallenge: null,
    isFirstSinceSecured: false,
    retryAfterSeconds: null,
    failure: null,
  };
}

/**
 * next-auth runs the sign-in and sign-out flows. Sessions are stored by this product: next-auth's "token" is an opaque
 * secret that identifies a row, so that signing out, changing a password or deleting an account ends them on the
 * server.
 */
export function nextAuthOptions(exchange: SignInExchange): AuthOptions {
  return {
    secret: env().authSecret,
    // What its session endpoint names as the end: no session lasts longer. Idle ones end sooner, on the server.
    session: { strategy: "jwt", maxAge: sessionDays * 86_400 },
    pages: { signIn: paths.signIn, signOut: paths.signIn, error: paths.signIn },
    useSecureCookies: env().appUrl.startsWith("https://"),
    cookies: {
      sessionToken: cookiePlan("session"),
      csrfToken: cookiePlan("csrf"),
      callbackUrl: cookiePlan("callback"),
    },
    providers: [passwordProvider(exchange)],
    jwt: { encode: encodeSession, decode: decodeSession },
    callbacks: {
      redirect: ({ url }) => ownAddress(url, env().appUrl),
      jwt: ({ token, user }) => (user ? { ...token, ...user, sub: user.id } : token),
      // The secret must not reach pages: only name and address are returned.
      session: ({ session, token }) => ({
        ...session,
        user: { name: token.name ?? null, email: token.email ?? null },
      }),
    },
    events: {
      signOut: async ({ token }) => {
        if (typeof token?.["secret"] === "string") await endSession(token["secret"]);
      },
    },
    logger: {
      error: (code, detail) => {
        if (!isEndedSession(code, detail)) log().warn({ code }, "next-auth");
      },
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

function passwordProvider(exchange: SignInExchange) {
  return Credentials({
    id: "credentials",
    credentials: { email: {}, password: {} },
    authorize: (typed, { headers }) =>
      checkPassword(typed, new Headers(stringHeaders(headers)), exchange).catch((error: unknown) => {
        exchange.failure = error;
        throw error;
      }),
  });
}

async function checkPassword(
  typed: unknown,
  headers: Headers,
  exchange: SignInExchange,
): Promise<SignedIn | null> {
  const parsed = signInSchema.safeParse(typed);
  if (!parsed.success) return null;
  const admission = await admitSignIn(parsed.data.email, clientAddress(headers), exchange.shownDevice);
  if (!admission.allowed) {
    exchange.retryAfterSeconds = admission.retryAfterSeconds;
    // next-auth passes the message of an error on to programs, as part of a URL.
    throw new Error("limited");
  }
  const origin = requestOrigin(headers);
  const outcome = await openSession({ ...parsed.data, origin }, admission.device);
  if (!outcome.ok) return null;
  await admission.succeeded();
  if ("challenge" in outcome.value) {
    exchange.issuedChallenge = outcome.value.challenge;
    return null;
  }
  const { userId, email, secret, deviceToken } = outcome.value;
  exchange.issuedDevice = deviceToken;
  exchange.isFirstSinceSecured = outcome.value.isFirstSinceSecured;
  return { id: userId, email, secret };
}

/** Where next-auth may redirect after its flows: one of this site's pages, or the home page for anything else. */
function ownAddress(asked: string, appUrl: string): string {
  const { origin } = new URL(appUrl);
  const path = asked.startsWith(`${origin}/`) ? asked.slice(origin.length) : asked;
  return `${origin}${safeNext(path) ?? paths.home}`;
}

/** A cookie of a session that has ended is nothing unusual; next-auth reports it like a failure to read one. */
function isEndedSession(code: string, detail: unknown): boolean {
  return code === "JWT_SESSION_ERROR" && detail instanceof Error && detail.message === "JWT invalid";
}

type Encode = NonNullable<NonNullable<AuthOptions["jwt"]>["encode"]>;
type Decode = NonNullable<NonNullable<AuthOptions["jwt"]>["decode"]>;

/** The secret of the session that the sign-in opened or that was decoded before. No session is opened here. */
const encodeSession: Encode = ({ token }) => {
  if (typeof token?.["secret"] !== "string") throw new Error("a session begins with its secret");
  return token["secret"];
};

/** Null, and thus no session, when the row was deleted, has been idle too long or is too old. */
const decodeSession: Decode = async ({ token }) => {
  const session = token ? await findSession(token) : null;
  if (!session) return null;
  return { sub: session.user.id, name: session.user.name, email: session.user.email, secret: token };
};

function stringHeaders(headers: unknown): Record<string, string> {
  if (typeof headers !== "object" || headers === null) return {};
  return Object.fromEntries(
    Object.entries(headers).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}
