import "server-only";
import { uuidv7 } from "uuidv7";
import { destroyAuditKey } from "@/lib/audit/destroy-audit-key";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Tx } from "@/lib/db/client";
import type { Removal, RemovalStep, Subject } from "@/lib/deletions/rules/subjects";
import { forfeitCredits } from "@/lib/ledger/forfeit-credits";

/** Takes the number of rows of a table that one statement removed or overwrote. */
export type Count = (step: RemovalStep, subject: Subject, result: { readonly count: number }) => void;

/** Counts into a list. */
export function countInto(removed: Removal[]): Count {
  return (step, subject, { count }) => void removed.push({ step, subject, rows: count });
}

/** Ends keys, cards and top-ups of the account's own workspace, forfeits its credits and erases what names its owner. */
export async function closeWorkspace(
  tx: Tx,
  { workspaceId, userId }: { readonly workspaceId: string; readonly userId: string },
  count: Count,
): Promise<void> {
  await endKeys(tx, { workspaceId }, count);
  await endPayments(tx, workspaceId, count);
  const idempotencyKey = `forfeit:${workspaceId}`;
  await forfeitCredits(tx, { workspaceId, reason: "Account deleted", idempotencyKey, actorUserId: userId });
  count("personal", "privacy_settings", await tx.privacySettings.deleteMany({ where: { workspaceId } }));
  // At Stripe the customer is deleted by a job. What is left of a purchase are amounts and ids.
  count("personal", "billing_profiles", await tx.billingProfile.deleteMany({ where: { workspaceId } }));
  const unnamed = await tx.purchase.updateMany({ where: { workspaceId, ...named }, data: nameless });
  count("personal", "purchases", unnamed);
  await forgetDisclosures(tx, workspaceId, count);
  const workspace = {
    deletedAt: new Date(),
    name: "Deleted workspace",
    timeZone: "UTC",
    personalUserId: null,
  };
  await tx.workspace.update({ where: { id: workspaceId }, data: workspace, select: { id: true } });
  count("personal", "workspaces", { count: 1 });
  const removedAt = new Date();
  count("access", "members", await tx.member.updateMany({ where: { workspaceId }, data: { removedAt } }));
  await recordAudit(tx, {
    workspaceId,
    actorUserId: userId,
    action: "workspace.deleted",
    targetId: workspaceId,
  });
  const destroyed = await destroyAuditKey(tx, workspaceId);
  count("personal", "audit_keys", { count: destroyed });
}

/** What was disclosed about the workspace is no longer tied to it; how much was disclosed stays countable. */
async function forgetDisclosures(tx: Tx, workspaceId: string, count: Count): Promise<void> {
  const removed = await tx.disclosureWorkspace.deleteMany({ where: { workspaceId } });
  count("personal", "disclosure_workspaces", removed);
  if (removed.count === 0) return;
  await tx.$executeRaw`
    update disclosures d set authority = null, reference = null
     where (authority is not null or reference is not null)
       and not exists (select from disclosure_workspaces w where w.disclosure_id = d.id)`;
}

/** The buyer's own words, and links to pages at Stripe that name the buyer. */
const nameless = {
  reference: null,
  invoiceUrl: null,
  invoicePdfUrl: null,
  receiptUrl: null,
  checkoutUrl: null,
} as const;
const named = { OR: Object.keys(nameless).map((name) => ({ [name]: { not: null } })) };

/** Before the wallet is locked, as everywhere. Stripe is told afterwards, by the job that detaches removed cards. */
async function endPayments(tx: Tx, workspaceId: string, count: Count): Promise<void> {
  const off = await tx.autoTopUp.updateMany({
    where: { workspaceId, isOn: true },
    data: { isOn: false, nextAttemptAt: null },
  });
  count("access", "auto_top_ups", off);
  const where = { workspaceId };
  await tx.savedCard.updateMany({ where: { ...where, removedAt: null }, data: { removedAt: new Date() } });
  // Stripe's token is needed to detach it. What the card looks like is not.
  const faceless = { brand: "", last4: "", expMonth: 0, expYear: 0 };
  count("access", "saved_cards", await tx.savedCard.updateMany({ where, data: faceless }));
  // An operator's own words.
  const noted = await tx.unmatchedPayment.updateMany({
    where: { ...where, note: { not: null } },
    data: { note: null },
  });
  count("personal", "unmatched_payments", noted);
}

/** Increments the version of each key, so that no hold is taken with a key that was read earlier. */
export async function endKeys(
  tx: Tx,
  where: { workspaceId: string; creatorUserId?: string },
  count: Count,
): Promise<void> {
  const now = new Date();
  count("access", "key_secrets", await tx.keySecret.deleteMany({ where: { key: where } }));
  const ended = await tx.apiKey.updateMany({
    where: { ...where, deletedAt: null },
    data: { deletedAt: now, updatedAt: now, version: { increment: 1n } },
  });
  count("access", "api_keys", ended);
}

/**
 * Ends the data requests of a person. Those that are open have no one left to answer to, and are closed; of all, what
 * is left proves that they were handled: kind, state and times. Unconfirmed ones were never in the queue.
 */
async function eraseRequests(tx: Tx, userId: string, email: string, count: Count): Promise<void> {
  const theirs = { OR: [{ userId }, { email }] };
  await tx.dataRequest.deleteMany({ where: { email, state: "unconfirmed" } });
  const now = new Date();
  const open = await tx.dataRequest.updateManyAndReturn({
    where: { ...theirs, closedAt: null },
    data: { state: "account_deleted", closedAt: now, nextDueAt: null },
    select: { id: true },
  });
  const step = { kind: "closed", createdAt: now };
  const steps = open.map(({ id }) => ({ id: uuidv7(), dataRequestId: id, ...step }));
  await tx.dataRequestStep.createMany({ data: steps });
  const notes = { request: theirs, note: { not: null } };
  await tx.dataRequestStep.updateMany({ where: notes, data: { note: null } });
  // The person may have been someone else's agent.
  const unnamed = { agentName: null, agentEmail: null };
  await tx.dataRequest.updateMany({ where: { agentEmail: email }, data: unnamed });
  const wordless = { ...unnamed, details: null, answer: null, extensionReason: null };
  const data = { ...wordless, userId, email: null };
  count("personal", "data_requests", await tx.dataRequest.updateMany({ where: theirs, data }));
}

/** Signs the user out everywhere and leaves a row without personal data. */
export async function erasePerson(
  tx: Tx,
  { userId, email }: { readonly userId: string; readonly email: string },
  count: Count,
): Promise<void> {
  const where = { userId };
  count("access", "sessions", await tx.session.deleteMany({ where }));
  count("access", "two_factor_secrets", await tx.twoFactorSecret.deleteMany({ where }));
  count("access", "recovery_codes", await tx.recoveryCode.deleteMany({ where }));
  count("access", "email_tokens", await tx.emailToken.deleteMany({ where }));
  count("personal", "security_events", await tx.securityEvent.deleteMany({ where }));
  // Also stops a download: its next part is missing.
  count("access", "archive_parts", await tx.archivePart.deleteMany({ where: { archive: where } }));
  count("access", "archives", await tx.archive.deleteMany({ where }));
  count("personal", "policy_acceptances", await tx.policyAcceptance.deleteMany({ where }));
  count("personal", "alert_mutes", await tx.alertMute.deleteMany({ where }));
  count("personal", "alert_dismissals", await tx.alertDismissal.deleteMany({ where }));
  // Before the mails: a step that an operator takes now has queued its mail when this continues.
  await eraseRequests(tx, userId, email, count);
  count("access", "outbox_mails", await tx.outboxMail.deleteMany({ where: { recipient: email } }));
  await tx.user.update({
    where: { id: userId },
    data: {
      email: null,
      name: null,
      organization: null,
      passwordHash: null,
      retiredPasswordHash: null,
      emailVerifiedAt: null,
      theme: "system",
      formatChoice: "en-US",
      interfaceEventsOff: false,
      deletedAt: new Date(),
    },
    select: { id: true },
  });
  // After the row above: an event that is recorded meanwhile waits for it, and then finds the account deleted.
  count("personal", "interface_events", await tx.interfaceEvent.deleteMany({ where }));
  count("personal", "users", { count: 1 });
}
