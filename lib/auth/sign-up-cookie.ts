import "server-only";
import { cookies } from "next/headers";
import { isOwnSignUp } from "@/lib/accounts/verify-email";
import { cookiePlan } from "./internal/cookies";
import { rememberDevice } from "./remember-device";

/** Remembers in this browser that it made a sign-up, until the address is confirmed or the browser is closed. */
export async function rememberSignUp(proof: string): Promise<void> {
  const plan = cookiePlan("signup");
  (await cookies()).set(plan.name, proof, plan.options);
}

/** The proof that this browser made the sign-up whose link has this secret; null when it did not. */
export async function ownSignUpProof(token: string): Promise<string | null> {
  const proof = (await cookies()).get(cookiePlan("signup").name)?.value ?? null;
  return isOwnSignUp(token, proof) ? proof : null;
}

/** Replaces the proof, which is used up, by the session that it opened. */
export async function keepFirstSession(secret: string, deviceToken: string): Promise<void> {
  const [session, signUp] = [cookiePlan("session"), cookiePlan("signup")];
  const jar = await cookies();
  jar.set(session.name, secret, session.options);
  jar.set(signUp.name, "", { ...signUp.options, maxAge: 0 });
  await rememberDevice(deviceToken);
}
