import "server-only";
import { createHash, randomBytes } from "node:crypto";
import { cookies, headers } from "next/headers";
import { findSession } from "@/lib/accounts/sessions/find-session";
import { env } from "@/lib/config/env";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { tooManyAttempts } from "@/lib/http/rate-limit";
import { cookiePlan } from "./internal/cookies";
import { driveNextAuth, exchangeFor } from "./internal/drive-next-auth";
import { rememberDevice } from "./remember-device";

type SignedIn = {
  readonly step: "done";
  readonly userId: string;
  readonly emailVerified: boolean;
  /** The account was secured, and this is the first sign-in since. */
  readonly isFirstSinceSecured: boolean;
};

/** The password was right; this browser now has the challenge that the second step needs. */
type CodeAsked = { readonly step: "code" };

/**
 * Signs in from a form that works before hydration: runs next-auth's credentials flow with a CSRF token pair created
 * here (the form has passed the origin check) and passes the session cookie on to the browser. For an account with
 * two-factor authentication, that is the challenge cookie instead.
 */
export async function signIn(
  email: string,
  password: string,
): Promise<Outcome<SignedIn | CodeAsked, "wrong_credentials" | "rate_limited">> {
  const csrfToken = randomBytes(32).toString("hex");
  const csrfHash = createHash("sha256").update(`${csrfToken}${env().authSecret}`).digest("hex");
  const cookiesShown = { ...(await deviceCookie()), [cookiePlan("csrf").name]: `${csrfToken}|${csrfHash}` };
  const exchange = exchangeFor({ cookies: cookiesShown });
  const response = await driveNextAuth(
    {
      method: "POST",
      steps: ["callback", "credentials"],
      body: { email, password, csrfToken },
      cookies: cookiesShown,
      headers: Object.fromEntries(await headers()),
    },
    exchange,
  );
  if (exchange.issuedChallenge) {
    const { name, options } = cookiePlan("challenge");
    (await cookies()).set(name, exchange.issuedChallenge, options);
    return ok({ step: "code" });
  }
  const plan = cookiePlan("session");
  const secret = cookieValue(response, plan.name);
  const session = secret ? await findSession(secret) : null;
  if (!secret || !session) {
    // Not a wrong password: the action says what it says about every failure of ours.
    if (exchange.failure !== null && exchange.retryAfterSeconds === null) throw exchange.failure;
    return failure(response);
  }
  (await cookies()).set(plan.name, secret, plan.options);
  const device = cookieValue(response, cookiePlan("device").name);
  if (device) await rememberDevice(device);
  const { isFirstSinceSecured } = exchange;
  const emailVerified = session.user.emailVerifiedAt !== null;
  return ok({ step: "done", userId: session.user.id, emailVerified, isFirstSinceSecured });
}

async function deviceCookie(): Promise<Record<string, string>> {
  const { name } = cookiePlan("device");
  const value = (await cookies()).get(name)?.value;
  return value ? { [name]: value } : {};
}

function cookieValue(response: Response, name: string): string | null {
  const prefix = `${name}=`;
  const cookie = response.headers.getSetCookie().find((text) => text.startsWith(prefix));
  return cookie?.slice(prefix.length).split(";")[0] || null;
}

function failure(response: Response) {
  const seconds = Number(response.headers.get("retry-after"));
  if (response.status === 429) return fail("rate_limited", { message: tooManyAttempts(seconds) });
  return fail("wrong_credentials", { message: "Incorrect email or password." });
}
