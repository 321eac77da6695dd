import "server-only";
import { log } from "@/lib/config/log";
import { db, transaction, type Tx } from "@/lib/db/client";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Failure, fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { forfeitCredits } from "@/lib/ledger/forfeit-credits";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { queueMail } from "@/lib/mail/queue-mail";
import { accountDeletedMail } from "@/lib/mail/templates/account-mails";
import { lockUser } from "./internal/lock-user";
import { isPassword } from "./internal/password";
import { normalizeEmail } from "@/lib/kernel/email";
import { accountErasedEvent } from "./rules/erased-accounts";

type DeleteAccount = {
  readonly userId: string;
  /** The address, typed once more. */
  readonly confirmation: string;
  readonly currentPassword: string;
};

type Refused = "not_confirmed" | "wrong_password" | "sole_owner";

/**
 * Ends an account for good. With the commit every session and key is dead and unused credits are lost; the person's data
 * is erased in the same transaction. Stored content, of which there may be more than a transaction can delete, is hidden by
 * it from every reader, and goes with all activity of the workspace by `eraseWorkspaces`. Billing rows stay: their user id
 * no longer leads to anybody.
 */
export async function deleteAccount(input: DeleteAccount): Promise<Outcome<null, Refused>> {
  const user = await db().user.findFirst({
    where: { id: input.userId, deletedAt: null },
    select: { id: true, email: true, passwordHash: true },
  });
  if (!user?.email || normalizeEmail(input.confirmation) !== user.email) {
    return fail("not_confirmed", { field: "confirmation", message: "Type the address of this account." });
  }
  if (!(await isPassword(user.passwordHash, input.currentPassword))) {
    return wrongPassword();
  }
  const { id: userId, email, passwordHash: checkedHash } = user;
  const outcome = await transaction(async (tx) => {
    const current = await lockUser(tx, userId);
    // Of two deletions at once the second finds it done.
    if (!current) return ok(null);
    if (current.passwordHash !== checkedHash) return wrongPassword();
    const refusal = await endAccount(tx, userId, email);
    if (refusal) return refusal;
    await queueMail(tx, accountDeletedMail(email));
    return ok(null);
  });
  // Outside of the database: a backup from before knows nothing of it, and is told when it is restored.
  if (outcome.ok) log().info({ event: accountErasedEvent, userId }, "account erased");
  void deliverMails();
  return outcome;
}

/**
 * Ends an account again that had been deleted, in a database that was restored from a backup of before. Nobody is asked and
 * nobody is told. False when it is not there, or deleted. Throws when somebody would be the only owner of a team that is left.
 */
export async function eraseAgain(userId: string): Promise<boolean> {
  return transaction(async (tx) => {
    const current = await lockUser(tx, userId);
    if (!current) return false;
    const refusal = await endAccount(tx, userId, current.email);
    if (refusal) throw new Error(refusal.message);
    return true;
  });
}

async function endAccount(tx: Tx, userId: string, email: string): Promise<Failure<"sole_owner"> | null> {
  await lockWorkspaces(tx, userId);
  const refusal = await leaveTeams(tx, userId);
  if (refusal) return refusal;
  const personal = await tx.workspace.findUnique({
    where: { personalUserId: userId },
    select: { id: true },
  });
  if (personal) await closeWorkspace(tx, personal.id, userId);
  await erasePerson(tx, userId, email);
  return null;
}

function wrongPassword(): Failure<"wrong_password"> {
  return fail("wrong_password", {
    field: "currentPassword",
    message: "That isn't your current password.",
  });
}

/**
 * All of the person's workspaces, in one order for everybody: whoever makes a key there has done so before, and is seen,
 * or waits and finds the membership ended. Of two owners who leave at once the second sees that the first is gone.
 */
async function lockWorkspaces(tx: Tx, userId: string): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 AS locked FROM workspaces
     WHERE id IN (SELECT workspace_id FROM members WHERE user_id = ${userId}::uuid)
     ORDER BY id FOR NO KEY UPDATE`;
}

/**
 * A leaver's keys in shared workspaces stop. A team must not be left without an owner: every team is asked before the
 * first is left, because a refusal that is returned commits what was written before it.
 */
async function leaveTeams(tx: Tx, userId: string): Promise<Failure<"sole_owner"> | null> {
  const memberships = await tx.member.findMany({
    where: { userId, removedAt: null, workspace: { deletedAt: null, personalUserId: null } },
    orderBy: { workspaceId: "asc" },
    select: { workspaceId: true, role: true, workspace: { select: { name: true } } },
  });
  for (const { workspaceId, role, workspace } of memberships) {
    const where = { workspaceId, role: "owner", removedAt: null, NOT: { userId } } as const;
    if (role === "owner" && (await tx.member.count({ where })) === 0) {
      return fail("sole_owner", {
        message: `You're the only owner of ${workspace.name}. Add another owner first.`,
      });
    }
  }
  for (const { workspaceId } of memberships) {
    await tx.member.updateMany({ where: { workspaceId, userId }, data: { removedAt: new Date() } });
    await endKeys(tx, { workspaceId, creatorUserId: userId });
    await recordAudit(tx, { workspaceId, actorUserId: userId, action: "member.left", targetId: userId });
  }
  return null;
}

async function closeWorkspace(tx: Tx, workspaceId: string, userId: string): Promise<void> {
  await endKeys(tx, { workspaceId });
  const idempotencyKey = `forfeit:${workspaceId}`;
  await forfeitCredits(tx, { workspaceId, reason: "Account deleted", idempotencyKey, actorUserId: userId });
  await tx.privacySettings.deleteMany({ where: { workspaceId } });
  await tx.workspace.update({
    where: { id: workspaceId },
    data: { deletedAt: new Date(), name: "Deleted workspace", personalUserId: null },
    select: { id: true },
  });
  await tx.member.updateMany({ where: { workspaceId }, data: { removedAt: new Date() } });
  await recordAudit(tx, {
    workspaceId,
    actorUserId: userId,
    action: "workspace.deleted",
    targetId: workspaceId,
  });
}

/** Their version rises with their end, so that no hold is taken under what was read before. */
async function endKeys(tx: Tx, where: { workspaceId: string; creatorUserId?: string }): Promise<void> {
  const now = new Date();
  await tx.keySecret.deleteMany({ where: { key: where } });
  await tx.apiKey.updateMany({
    where: { ...where, deletedAt: null },
    data: { deletedAt: now, updatedAt: now, version: { increment: 1n } },
  });
}

async function erasePerson(tx: Tx, userId: string, email: string): Promise<void> {
  await tx.session.deleteMany({ where: { userId } });
  await tx.emailToken.deleteMany({ where: { userId } });
  await tx.securityEvent.deleteMany({ where: { userId } });
  await tx.outboxMail.deleteMany({ where: { recipient: email } });
  await tx.user.update({
    where: { id: userId },
    data: {
      email: null,
      name: null,
      organisation: null,
      passwordHash: null,
      emailVerifiedAt: null,
      deletedAt: new Date(),
    },
    select: { id: true },
  });
}
