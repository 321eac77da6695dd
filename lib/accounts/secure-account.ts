import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { transaction, type Tx } from "@/lib/db/client";
import type { RequestOrigin } from "@/lib/kernel/network";
import { type Failure, fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { paths } from "@/lib/kernel/paths";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { queueMail } from "@/lib/mail/queue-mail";
import { accountSecuredMail, memberSecuredMail } from "@/lib/mail/templates/security-mails";
import { issueToken, peekToken, takeToken, tokenLink } from "./internal/email-token";
import { type LockedUser, lockUser } from "./internal/lock-user";
import { recordSecurityEvent } from "./security-log/record-security-event";

export type Secured = {
  /** Sessions that were signed out, the caller's included. */
  readonly sessions: number;
  /** Keys that were disabled. */
  readonly keys: number;
};

/**
 * For an account that someone else may have access to. One transaction signs out every session, makes the password useless
 * until a new one is chosen by a mailed link, disables every key of the person's own workspace and their keys in teams,
 * deletes their archives, and tells them and the admins of those teams. Nothing that a thief could want is lost by it:
 * keys can be enabled again.
 */
export async function secureAccount(userId: string, origin: RequestOrigin): Promise<Outcome<Secured, never>> {
  const secured = await transaction(async (tx) => {
    const user = await lockUser(tx, userId);
    return user && !(await isSecured(tx, user)) ? secure(tx, user, origin) : { sessions: 0, keys: 0 };
  });
  void deliverMails();
  return ok(secured);
}

/** A second form, sent from another tab at the same time, must not replace the mailed link or tell the admins again. */
async function isSecured(tx: Tx, { id: userId, passwordHash }: LockedUser): Promise<boolean> {
  return passwordHash === null && (await tx.session.count({ where: { userId } })) === 0;
}

/** Does the same with the link from the mail about an unknown sign-in, for someone who cannot sign in. It works once. */
export async function secureByLink(
  token: string,
  origin: RequestOrigin,
): Promise<Outcome<Secured, "link_invalid">> {
  const holder = await peekToken(token, "secure");
  if (!holder) return linkInvalid();
  const outcome = await transaction(async (tx) => {
    const user = await lockUser(tx, holder.userId);
    if (!user || !(await takeToken(tx, token, "secure"))) return linkInvalid();
    return ok(await secure(tx, user, origin));
  });
  void deliverMails();
  return outcome;
}

/** The address of the account that a link secures, for its page; null when the link no longer works. */
export async function findSecureLink(token: string): Promise<string | null> {
  return (await peekToken(token, "secure"))?.email ?? null;
}

async function secure(tx: Tx, user: LockedUser, origin: RequestOrigin): Promise<Secured> {
  const { id: userId, email } = user;
  const keys = await disableKeys(tx, user);
  const { count: sessions } = await tx.session.deleteMany({ where: { userId } });
  await tx.emailToken.deleteMany({ where: { userId, usedAt: null } });
  // Someone else may have set one up. One that is on stays, and is asked for when its owner comes back.
  await tx.twoFactorSecret.deleteMany({ where: { userId, confirmedAt: null } });
  // Someone else may have requested one.
  await tx.archive.deleteMany({ where: { userId } });
  // Without a hash no password is the right one. Remembered devices depend on the hash, too.
  const retired = user.passwordHash === null ? {} : { retiredPasswordHash: user.passwordHash };
  await tx.user.update({
    where: { id: userId },
    data: { passwordHash: null, ...retired },
    select: { id: true },
  });
  await recordSecurityEvent(tx, { userId, kind: "account_secured", origin, detail: { sessions, keys } });
  const secret = await issueToken(tx, { userId, purpose: "reset", email });
  await queueMail(tx, accountSecuredMail(email, { keys, sessions, origin }, tokenLink(paths.reset, secret)));
  return { sessions, keys };
}

/** Keys of the own workspace, also those of others, and the person's keys in teams, whose admins are told. */
async function disableKeys(tx: Tx, { id: userId, email, name }: LockedUser): Promise<number> {
  // The same order as everywhere: the user, workspaces by id, then their keys.
  const workspaces = await tx.$queryRaw<{ id: string; name: string; own: boolean }[]>`
    SELECT id, name, personal_user_id IS NOT DISTINCT FROM ${userId}::uuid AS own FROM workspaces
     WHERE deleted_at IS NULL AND id IN (SELECT workspace_id FROM members WHERE user_id = ${userId}::uuid AND removed_at IS NULL)
     ORDER BY id FOR NO KEY UPDATE`;
  let total = 0;
  for (const { id: workspaceId, name: workspaceName, own } of workspaces) {
    const now = new Date();
    const { count } = await tx.apiKey.updateMany({
      where: { workspaceId, disabledAt: null, deletedAt: null, ...(!own && { creatorUserId: userId }) },
      data: { disabledAt: now, updatedAt: now, version: { increment: 1n } },
    });
    total += count;
    const after = { keys: count };
    await recordAudit(tx, {
      workspaceId,
      actorUserId: userId,
      action: "member.secured",
      targetId: userId,
      after,
    });
    if (!own) await tellAdmins(tx, { workspaceId, workspaceName, userId, who: name ?? email, keys: count });
  }
  return total;
}

type TeamFacts = {
  readonly workspaceId: string;
  readonly workspaceName: string;
  readonly userId: string;
  readonly who: string;
  readonly keys: number;
};

async function tellAdmins(tx: Tx, { workspaceId, userId, ...facts }: TeamFacts): Promise<void> {
  const admins = await tx.member.findMany({
    where: { workspaceId, removedAt: null, role: { in: ["owner", "admin"] }, NOT: { userId } },
    orderBy: { userId: "asc" },
    select: { user: { select: { email: true } } },
  });
  for (const { user } of admins) if (user.email) await queueMail(tx, memberSecuredMail(user.email, facts));
}

function linkInvalid(): Failure<"link_invalid"> {
  return fail("link_invalid", {
    message:
      "This link has already been used, is older than seven days, or the password was reset by email since.",
  });
}
