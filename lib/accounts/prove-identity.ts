import "server-only";
import { db } from "@/lib/db/client";
import { type Failure, fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { isPassword } from "./internal/password";

/** Checks the password of a signed-in user again, before something that a borrowed session must not do. */
export async function proveIdentity(
  userId: string,
  currentPassword: string,
): Promise<Outcome<null, "wrong_password">> {
  const user = await db().user.findFirst({
    where: { id: userId, deletedAt: null },
    select: { passwordHash: true },
  });
  if (user && (await isPassword(user.passwordHash, currentPassword))) return ok(null);
  return notProven();
}

/** The failure of `proveIdentity`, for an account that ended or lost its password after the check. */
export function notProven(): Failure<"wrong_password"> {
  return fail("wrong_password", {
    field: "currentPassword",
    message: "That isn't your current password.",
  });
}
