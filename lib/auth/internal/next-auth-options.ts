import "server-only";
import type { AuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { signInSchema } from "@/lib/accounts/rules/account-input";
import { endSession } from "@/lib/accounts/sessions/end-session";
import { findSession } from "@/lib/accounts/sessions/find-session";
import { openSession } from "@/lib/accounts/sessions/open-session";
import { env } from "@/lib/config/env";
import { log } from "@/lib/config/log";
import { paths } from "@/lib/kernel/paths";
import { clientAddress, requestOrigin } from "@/lib/web/client-address";
import { safeNext } from "@/lib/auth/safe-next";
import { cookiePlan } from "./cookies";
import { admitSignIn } from "./sign-in-limits";

/** What `authorize` answers with: the person, and the session that was opened by the check itself. */
type SignedIn = { readonly id: string; readonly email: string; readonly secret: string };

/** What a sign-in needs of a request, and leaves for its answer, beyond what next-auth carries. */
export type SignInExchange = {
  /** What the browser kept from an earlier sign-in. */
  readonly shownDevice: string | null;
  /** For the browser to keep from now on. */
  issuedDevice: string | null;
  /** Set when there were too many attempts: when to come back. */
  retryAfterSeconds: number | null;
};

/**
 * next-auth keeps the flows of signing in and out. Sessions are ours: its "token" is an opaque secret that leads to
 * a row, so that signing out, changing a password or deleting an account ends them on the server.
 */
export function nextAuthOptions(exchange: SignInExchange): AuthOptions {
  return {
    secret: env().authSecret,
    session: { strategy: "jwt" },
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
      // The secret must not travel into pages: only name and address leave here.
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
      error: (code) => log().warn({ code }, "next-auth"),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

function passwordProvider(exchange: SignInExchange) {
  return Credentials({
    id: "credentials",
    credentials: { email: {}, password: {} },
    async authorize(typed, request): Promise<SignedIn | null> {
      const parsed = signInSchema.safeParse(typed);
      if (!parsed.success) return null;
      const headers = new Headers(stringHeaders(request.headers));
      const admission = await admitSignIn(parsed.data.email, clientAddress(headers), exchange.shownDevice);
      if (!admission.allowed) {
        exchange.retryAfterSeconds = admission.retryAfterSeconds;
        // next-auth hands the message of an error on to programs, as part of an address.
        throw new Error("limited");
      }
      const origin = requestOrigin(headers);
      const outcome = await openSession({ ...parsed.data, origin }, admission.device);
      if (!outcome.ok) return null;
      await admission.succeeded();
      const { userId, email, secret, deviceToken } = outcome.value;
      exchange.issuedDevice = deviceToken;
      return { id: userId, email, secret };
    },
  });
}

/** Where next-auth may lead after its flows: a page of ours, whole; our front page for anything else. */
function ownAddress(asked: string, appUrl: string): string {
  const { origin } = new URL(appUrl);
  const path = asked.startsWith(`${origin}/`) ? asked.slice(origin.length) : asked;
  return `${origin}${safeNext(path) ?? paths.home}`;
}

type Encode = NonNullable<NonNullable<AuthOptions["jwt"]>["encode"]>;
type Decode = NonNullable<NonNullable<AuthOptions["jwt"]>["decode"]>;

/** The secret of the session that signing in has opened, or that was decoded before. None is opened here. */
const encodeSession: Encode = ({ token }) => {
  if (typeof token?.["secret"] !== "string") throw new Error("a session begins with its secret");
  return token["secret"];
};

/** Null, and so no session, when the row is gone, idle too long or too old. */
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
