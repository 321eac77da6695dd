import { randomBytes, randomUUID } from "node:crypto";
import { issueToken } from "@/lib/accounts/internal/email-token";
import { startSession } from "@/lib/accounts/sessions/start-session";
import { db, transaction } from "@/lib/db/client";
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

export type Opened = { readonly sessionId: string; readonly workspaceId: string; readonly token: string };

/** A session, the workspace that it can open, and a link for a new password. */
export async function openedBy(email: string, userId: string): Promise<Opened> {
  const { workspaceId } = await db().member.findFirstOrThrow({
    where: { userId },
    select: { workspaceId: true },
  });
  const sessionId = randomUUID();
  await db().session.create({
    data: {
      idHash: randomBytes(32),
      userId,
      publicId: sessionId,
      claims: {},
      expiresAt: new Date(Date.now() + 3_600_000),
    },
  });
  const token = await transaction((tx) => issueToken(tx, { userId, purpose: "reset", email }));
  return { sessionId, workspaceId, token };
}
