import "server-only";
import { cookies } from "next/headers";
import { cookiePlan } from "./internal/cookies";

/** Sets the device cookie after a sign-in or a password change, so that this browser has its own sign-in limit. */
export async function rememberDevice(token: string): Promise<void> {
  const plan = cookiePlan("device");
  (await cookies()).set(plan.name, token, plan.options);
}

/** Deletes the device cookie after the account was deleted. */
export async function forgetDevice(): Promise<void> {
  const plan = cookiePlan("device");
  (await cookies()).set(plan.name, "", { ...plan.options, maxAge: 0 });
}
