import "server-only";
import type { RequestOrigin } from "@/lib/kernel/network";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { log } from "@/lib/config/log";
import { db, transaction, type Tx } from "@/lib/db/client";
import { recordAudit } from "@/lib/audit/record-audit";
import { openDeletion } from "@/lib/deletions/open-deletion";
import type { Removal } from "@/lib/deletions/rules/subjects";
import { formatDollars } from "@/lib/kernel/money";
import { type Failure, fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { queueMail } from "@/lib/mail/queue-mail";
import { accountDeletedMail } from "@/lib/mail/templates/account-mails";
import { closeWorkspace, type Count, countInto, endKeys, erasePerson } from "./internal/erase-account";
import { lockUser } from "./internal/lock-user";
import { isPassword } from "./internal/password";
import type { CodeProblem } from "./internal/two-factor/check-code";
import { normalizeEmail } from "@/lib/kernel/email";
import { notProven } from "./prove-identity";
import { checkTwoFactor } from "./two-factor/check-two-factor";
import { accountErasedEvent } from "./rules/erased-accounts";

type DeleteAccount = {
  readonly userId: string;
  /** The address, typed again to confirm. */
  readonly confirmation: string;
  readonly currentPassword: string;
  /** Required when two-factor authentication is on. */
  readonly factorCode?: string | undefined;
  /** The unused credits that the person saw, in nano-dollars; more must not be lost without being named. */
  readonly seenNanos?: bigint | undefined;
  /** Named in the mail about a recovery code that is used for it. */
  readonly origin?: RequestOrigin | undefined;
};

type DeletionError = "not_confirmed" | "wrong_password" | "sole_owner" | "credits_changed" | CodeProblem;

/**
 * Deletes an account permanently. The commit invalidates every session and key, forfeits unused credits and erases the
 * user's data; a mail has a link to what was removed so far. Stored content may be more than one transaction can delete: the commit hides it from every reader, and
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
    return notProven();
  }
  const code = await checkTwoFactor({
    userId: input.userId,
    factorCode: input.factorCode,
    origin: input.origin,
  });
  if (!code.ok) return code;
  const { id: userId, email, passwordHash: checkedHash } = user;
  const outcome = await transaction(async (tx) => {
    const current = await lockUser(tx, userId);
    // Of two concurrent deletions, the second finds it done.
    if (!current) return ok(null);
    if (current.passwordHash !== checkedHash) return notProven();
    const ended = await endAccount(tx, userId, email, input.seenNanos);
    if (!ended.ok) return ended;
    await queueMail(tx, accountDeletedMail(email, ended.value.url));
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
    const ended = await endAccount(tx, userId, current.email);
    if (!ended.ok) throw new OperatorProblem(ended.message);
    return true;
  });
}

/** Returns the link to the deletion's state. */
async function endAccount(
  tx: Tx,
  userId: string,
  email: string,
  seenNanos?: bigint,
): Promise<Outcome<{ readonly url: string }, "sole_owner" | "credits_changed">> {
  const removed: Removal[] = [];
  const count = countInto(removed);
  await lockWorkspaces(tx, userId);
  // Payments are credited under the same lock: what is read here is what is lost.
  const failure = (await moreThanSeen(tx, userId, seenNanos)) ?? (await leaveTeams(tx, userId, count));
  if (failure) return failure;
  const personal = await tx.workspace.findUnique({
    where: { personalUserId: userId },
    select: { id: true },
  });
  if (personal) await closeWorkspace(tx, { workspaceId: personal.id, userId }, count);
  await erasePerson(tx, { userId, email }, count);
  return ok(await openDeletion(tx, { userId, workspaceId: personal?.id ?? null, removed }));
}

/** A payment that arrived while the dialog was open must not be lost unseen. */
async function moreThanSeen(
  tx: Tx,
  userId: string,
  seenNanos: bigint | undefined,
): Promise<Failure<"credits_changed"> | null> {
  if (seenNanos === undefined) return null;
  const rows = await tx.$queryRaw<{ available: bigint }[]>`
    SELECT w.credited_nanos - w.debited_nanos AS available
      FROM wallets w JOIN workspaces s ON s.id = w.workspace_id WHERE s.personal_user_id = ${userId}::uuid`;
  const available = rows[0]?.available ?? 0n;
  if (available <= seenNanos) return null;
  return fail("credits_changed", {
    message: `Credits were added meanwhile: ${formatDollars(available, { floor: true })} in unused credits would be lost. Close this and confirm again.`,
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
async function leaveTeams(tx: Tx, userId: string, count: Count): Promise<Failure<"sole_owner"> | null> {
  const memberships = await tx.member.findMany({
    where: { userId, removedAt: null, workspace: { deletedAt: null, personalUserId: null } },
    orderBy: { workspaceId: "asc" },
    select: { workspaceId: true, role: true, workspace: { select: { name: true } } },
  });
  for (const { workspaceId, role, workspace } of memberships) {
    const others = { workspaceId, role: "owner", removedAt: null, NOT: { userId } } as const;
    if (role === "owner" && (await tx.member.count({ where: others })) === 0) {
      return fail("sole_owner", {
        message: `You're the only owner of ${workspace.name}. Add another owner first.`,
      });
    }
  }
  for (const { workspaceId } of memberships) {
    const where = { workspaceId, userId };
    count("access", "members", await tx.member.updateMany({ where, data: { removedAt: new Date() } }));
    await endKeys(tx, { workspaceId, creatorUserId: userId }, count);
    await recordAudit(tx, { workspaceId, actorUserId: userId, action: "member.left", targetId: userId });
  }
  return null;
}
