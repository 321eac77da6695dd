import "server-only";
import { cookies } from "next/headers";
import { cookiePlan } from "./internal/cookies";

/** Lets this browser keep what says that its guesses are the owner's: after a sign-in, and after a new password. */
export async function rememberDevice(token: string): Promise<void> {
  const plan = cookiePlan("device");
  (await cookies()).set(plan.name, token, plan.options);
}

/** For whoever deleted the account: nothing is left to be remembered for. */
export async function forgetDevice(): Promise<void> {
  const plan = cookiePlan("device");
  (await cookies()).set(plan.name, "", { ...plan.options, maxAge: 0 });
}
