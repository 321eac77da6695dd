import { startSession } from "@/lib/accounts/sessions/start-session";
import { db } from "@/lib/db/client";
import { type RequestOrigin, unknownOrigin } from "@/lib/kernel/network";

/** A live session of a user, as after signing in. Its secret is the cookie's value. */
export async function makeSession(userId: string, origin: RequestOrigin = unknownOrigin): Promise<string> {
  const { passwordHash } = await db().user.findUniqueOrThrow({
    where: { id: userId },
    select: { passwordHash: true },
  });
  const secret = await startSession({ userId, passwordHash }, origin);
  if (!secret) throw new Error("no session was opened");
  return secret;
}
