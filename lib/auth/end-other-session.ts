import "server-only";
import { cookies } from "next/headers";
import { endSession } from "@/lib/accounts/sessions/end-session";
import { sessionCookieName } from "./internal/cookies";
import { findViewer } from "./viewer";

/** Ends this browser's session if it is another user's, before a session of this user takes its place. */
export async function endOtherSession(userId: string): Promise<void> {
  const viewer = await findViewer();
  const secret = (await cookies()).get(sessionCookieName())?.value;
  if (secret && viewer && viewer.user.id !== userId) await endSession(secret);
}
