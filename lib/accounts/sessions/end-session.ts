import "server-only";
import { hashSecret } from "@/lib/config/secrets";
import { lockUser } from "@/lib/accounts/internal/lock-user";
import { recordSecurityEvent } from "@/lib/accounts/security-log/record-security-event";
import { db, transaction } from "@/lib/db/client";
import type { RequestOrigin } from "@/lib/kernel/network";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";

/** Signs out: deletes the session of this cookie, which makes its secret worthless. */
export async function endSession(secret: string): Promise<void> {
  await db().session.deleteMany({ where: { idHash: hashSecret(secret) } });
}

type EndedSession = { readonly userId: string; readonly sessionId: string; readonly origin: RequestOrigin };

/** Signs out one session of a user by its public id. Another user's session does not exist here. */
export async function revokeSession({
  userId,
  sessionId,
  origin,
}: EndedSession): Promise<Outcome<null, "not_found">> {
  return transaction(async (tx) => {
    await lockUser(tx, userId);
    const { count } = await tx.session.deleteMany({ where: { userId, publicId: sessionId } });
    if (count === 0) return fail("not_found", { message: "That session has already ended." });
    await recordSecurityEvent(tx, { userId, kind: "session_ended", origin });
    return ok(null);
  });
}

/** Signs out every session of a user except the requesting one. */
export async function revokeOtherSessions(ending: EndedSession): Promise<Outcome<{ ended: number }, never>> {
  const { userId, sessionId, origin } = ending;
  return transaction(async (tx) => {
    await lockUser(tx, userId);
    const { count } = await tx.session.deleteMany({ where: { userId, NOT: { publicId: sessionId } } });
    await recordSecurityEvent(tx, { userId, kind: "sessions_ended", origin, detail: { ended: count } });
    return ok({ ended: count });
  });
}
