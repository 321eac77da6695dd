import "server-only";
import { env } from "@/lib/config/env";
import { db, transaction, type Tx } from "@/lib/db/client";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { queueMail } from "@/lib/mail/queue-mail";
import { policyChangedMail } from "@/lib/mail/templates/policy-mails";
import { isPolicyKind, policyHref, policyNames } from "./rules/policy";

/** Mails of one run. The next run waits until most of them are sent, so that no other mail waits behind thousands. */
const batch = 100;
const waitingMax = 200;

/**
 * Mails announced changes to every account that existed when they were published, a batch at a time, each account once.
 * Run by a job; a crash continues after the last committed batch. Returns the number of mails.
 */
export async function announcePolicies(): Promise<number> {
  const waiting = await db().outboxMail.count({
    where: { kind: "policy_changed", sentAt: null, failedAt: null },
  });
  if (waiting > waitingMax) return 0;
  const mails = await transaction(announceNext);
  if (mails > 0) void deliverMails();
  return mails;
}

type Mailing = {
  readonly publicationId: string;
  readonly lastUserId: string | null;
  readonly summary: string;
  readonly publishedAt: Date;
  readonly effectiveAt: Date;
};

async function announceNext(tx: Tx): Promise<number> {
  // Of several processes, one works on a publication at a time.
  const [mailing] = await tx.$queryRaw<Mailing[]>`
    SELECT m.publication_id AS "publicationId", m.last_user_id AS "lastUserId", p.summary,
           p.published_at AS "publishedAt", p.effective_at AS "effectiveAt"
      FROM policy_mailings m JOIN policy_publications p ON p.id = m.publication_id
     WHERE m.finished_at IS NULL ORDER BY m.publication_id LIMIT 1 FOR UPDATE OF m SKIP LOCKED`;
  if (!mailing) return 0;
  const { publicationId, lastUserId } = mailing;
  const users = await tx.user.findMany({
    where: {
      deletedAt: null,
      emailVerifiedAt: { not: null },
      createdAt: { lte: mailing.publishedAt },
      ...(lastUserId !== null && { id: { gt: lastUserId } }),
    },
    orderBy: { id: "asc" },
    take: batch,
    select: { id: true, email: true },
  });
  const policies = await changedPolicies(tx, publicationId);
  for (const { email } of users) {
    if (email) await queueMail(tx, policyChangedMail(email, { ...mailing, policies }));
  }
  await tx.policyMailing.update({
    where: { publicationId },
    data: {
      lastUserId: users.at(-1)?.id ?? lastUserId,
      mails: { increment: users.length },
      ...(users.length < batch && { finishedAt: new Date() }),
    },
    select: { publicationId: true },
  });
  return users.length;
}

async function changedPolicies(tx: Tx, publicationId: string) {
  const rows = await tx.policyVersion.findMany({
    where: { publicationId },
    orderBy: { policy: "asc" },
    select: { policy: true, number: true },
  });
  return rows.flatMap(({ policy, number }) =>
    isPolicyKind(policy)
      ? [{ name: policyNames[policy], url: `${env().appUrl}${policyHref(policy, number)}` }]
      : [],
  );
}
