import { createHash, randomBytes } from "node:crypto";
import { cookiePlan } from "@/lib/auth/internal/cookies";
import { driveNextAuth } from "@/lib/auth/internal/drive-next-auth";
import { env } from "@/lib/config/env";

/** The token pair of a sign-in form: the token in the body, and its cookie. */
export function csrfPair() {
  const token = randomBytes(32).toString("hex");
  const hash = createHash("sha256").update(`${token}${env().authSecret}`).digest("hex");
  return { token, cookies: { [cookiePlan("csrf").name]: `${token}|${hash}` } };
}

type Attempt = {
  readonly email: string;
  readonly password: string;
  readonly address?: string;
  /** Cookies that the browser already has, by name. */
  readonly cookies?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, string>>;
};

/** One sign-in through next-auth's endpoint, as sent by a form or a program. */
export function driveSignIn({
  email,
  password,
  address = "203.0.113.7",
  ...more
}: Attempt): Promise<Response> {
  const { token, cookies } = csrfPair();
  return driveNextAuth({
    method: "POST",
    steps: ["callback", "credentials"],
    body: { email, password, csrfToken: token, ...more.body },
    cookies: { ...cookies, ...more.cookies },
    headers: { "x-forwarded-for": address, "user-agent": "Firefox/130 Linux" },
  });
}

/** A cookie that a response sets, with its attributes; undefined when it sets none of that kind. */
export function cookieIn(answer: Response, kind: "session" | "device" | "challenge"): string | undefined {
  return answer.headers
    .getSetCookie()
    .find((text) => new RegExp(`^(__Host-)?counterfoil-${kind}`).test(text));
}

/** The same cookie as a browser would send it back. */
export function keptCookie(cookie: string | undefined): Record<string, string> {
  const [pair = ""] = (cookie ?? "").split(";");
  const at = pair.indexOf("=");
  return at < 0 ? {} : { [pair.slice(0, at)]: decodeURIComponent(pair.slice(at + 1)) };
}
