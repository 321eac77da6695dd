import "server-only";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { findSession } from "@/lib/accounts/sessions/find-session";
import { env } from "@/lib/config/env";
import type { Actor, Role } from "@/lib/kernel/actor";
import type { FormatChoice } from "@/lib/kernel/format";
import { paths } from "@/lib/kernel/paths";
import { sessionCookieName } from "./internal/cookies";
import { safeNext } from "./safe-next";

/** The user who views a page, the open workspace, and the user's other workspaces. */
export type Viewer = {
  readonly actor: Actor;
  /** Public id of the session, for "this device" in lists; not its secret. */
  readonly sessionId: string;
  readonly user: {
    readonly id: string;
    readonly email: string;
    readonly name: string | null;
    readonly theme: "system" | "light" | "dark";
    readonly formatChoice: FormatChoice;
    readonly emailVerified: boolean;
    readonly hasTwoFactor: boolean;
    readonly isOperator: boolean;
  };
  readonly workspace: { readonly id: string; readonly name: string; readonly timeZone: string };
  readonly workspaces: readonly { readonly id: string; readonly name: string; readonly role: Role }[];
};

/** The viewer, or null without a valid session. Looked up once per request, however many components ask. */
export const findViewer = cache(async (): Promise<Viewer | null> => {
  const secret = (await cookies()).get(sessionCookieName())?.value;
  const session = secret ? await findSession(secret) : null;
  if (!session) return null;
  const { user, workspace, workspaces } = session;
  const emailVerified = user.emailVerifiedAt !== null;
  return {
    actor: { userId: user.id, workspaceId: workspace.id, role: workspace.role },
    sessionId: session.publicId,
    user: {
      id: user.id,
      email: user.email,
      name: user.name,
      theme: user.theme,
      formatChoice: user.formatChoice,
      emailVerified,
      hasTwoFactor: user.hasTwoFactor,
      // An address counts only once it is confirmed, or anyone could sign up as the operator.
      isOperator: emailVerified && env().operatorEmails.includes(user.email),
    },
    workspace: { id: workspace.id, name: workspace.name, timeZone: workspace.timeZone },
    workspaces: workspaces.map(({ id, name, role }) => ({ id, name, role })),
  };
});

/**
 * The viewer of a page that requires one; others are redirected to sign in, or to confirm their address first. A caller that still
 * has the cookie of a session is told that it has ended.
 */
export async function getViewer(options: { allowUnverified?: boolean } = {}): Promise<Viewer> {
  const viewer = await findViewer();
  if (!viewer) {
    const here = safeNext((await headers()).get("x-counterfoil-path"));
    const query = new URLSearchParams({
      ...(here && { next: here }),
      ...((await cookies()).has(sessionCookieName()) && { notice: "session-ended" }),
    });
    redirect(query.size > 0 ? `${paths.signIn}?${query}` : paths.signIn);
  }
  if (!viewer.user.emailVerified && !options.allowUnverified) redirect(paths.verify);
  return viewer;
}
