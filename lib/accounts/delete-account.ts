import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
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
  /** The address, typed again to confirm. */
  readonly confirmation: string;
  readonly currentPassword: string;
};

type DeletionError = "not_confirmed" | "wrong_password" | "sole_owner";

/**
 * Deletes an account permanently. The commit invalidates every session and key, forfeits unused credits and erases the
 * user's data. Stored content may be more than one transaction can delete: the commit hides it from every reader, and
 * `eraseWorkspaces` deletes it with all activity of the workspace. Billing rows stay: their user id no longer
 * identifies anyone.
 */
export async function deleteAccount(input: DeleteAccount): Promise<Outcome<null, DeletionError>> {
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
    // Of two concurrent deletions, the second finds it done.
    if (!current) return ok(null);
    if (current.passwordHash !== checkedHash) return wrongPassword();
    const failure = await endAccount(tx, userId, email);
    if (failure) return failure;
    await queueMail(tx, accountDeletedMail(email));
    return ok(null);
  });
  // Outside of the database: an earlier backup does not know of the deletion and gets this line when it is restored.
  if (outcome.ok) log().info({ event: accountErasedEvent, userId }, "account erased");
  void deliverMails();
  return outcome;
}

/**
 * Deletes an account again in a database that was restored from a backup from before the deletion. It asks for no
 * confirmation and sends no mail. False when the account does not exist or is deleted. Throws when the user is the only
 * owner of a remaining team.
 */
export async function eraseAgain(userId: string): Promise<boolean> {
  return transaction(async (tx) => {
    const current = await lockUser(tx, userId);
    if (!current) return false;
    const failure = await endAccount(tx, userId, current.email);
    if (failure) throw new OperatorProblem(failure.message);
    return true;
  });
}

async function endAccount(tx: Tx, userId: string, email: string): Promise<Failure<"sole_owner"> | null> {
  await lockWorkspaces(tx, userId);
  const failure = await leaveTeams(tx, userId);
  if (failure) return failure;
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
 * Locks all of the user's workspaces, always in the same order. A transaction that creates a key there either committed
 * before, and its key is ended, or waits and finds the membership ended. Of two owners who leave concurrently, the
 * second sees that the first has left.
 */
async function lockWorkspaces(tx: Tx, userId: string): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 AS locked FROM workspaces
     WHERE id IN (SELECT workspace_id FROM members WHERE user_id = ${userId}::uuid)
     ORDER BY id FOR NO KEY UPDATE`;
}

/**
 * Ends the user's keys in shared workspaces. A team must not lose its only owner, so every team is checked before the
 * first one is left: a returned failure commits everything written before it.
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

/** Increments the version of each key, so that no hold is taken with a key that was read earlier. */
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
      organization: null,
      passwordHash: null,
      emailVerifiedAt: null,
      deletedAt: new Date(),
    },
    select: { id: true },
  });
}
