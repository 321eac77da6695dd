import "server-only";
import { cookies, headers } from "next/headers";
import { requestOrigin } from "@/lib/http/client-address";
import { ok, type Outcome } from "@/lib/kernel/outcome";
import { cookiePlan } from "./internal/cookies";
import { takeSecondStep } from "./internal/take-second-step";
import { rememberDevice } from "./remember-device";

/** The sign-in has to start over with the password. */
type StartOver = { readonly step: "start over" };
type Finished = { readonly step: "done"; readonly userId: string };

/**
 * Finishes a sign-in with a code, from a form that works before hydration. The challenge is in a cookie of this browser,
 * which a finished or failed sign-in deletes.
 */
export async function secondStep(
  factorCode: string,
): Promise<Outcome<Finished | StartOver, "wrong_code" | "too_many_codes">> {
  const jar = await cookies();
  const [session, challenge] = [cookiePlan("session"), cookiePlan("challenge")];
  const outcome = await takeSecondStep({
    challenge: jar.get(challenge.name)?.value ?? null,
    factorCode,
    deviceToken: jar.get(cookiePlan("device").name)?.value ?? null,
    origin: requestOrigin(await headers()),
  });
  if (!outcome.ok && outcome.code !== "challenge_ended") return { ...outcome, code: outcome.code };
  jar.set(challenge.name, "", { ...challenge.options, maxAge: 0 });
  if (!outcome.ok) return ok({ step: "start over" });
  jar.set(session.name, outcome.value.secret, session.options);
  await rememberDevice(outcome.value.deviceToken);
  return ok({ step: "done", userId: outcome.value.userId });
}

/** Whether this browser is between the two steps of a sign-in, as far as its cookie tells. */
export async function hasChallenge(): Promise<boolean> {
  return (await cookies()).has(cookiePlan("challenge").name);
}
