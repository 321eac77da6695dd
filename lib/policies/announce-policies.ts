import "server-only";
import { env } from "@/lib/config/env";
import { db, transaction, type Tx } from "@/lib/db/client";
import { type Clock, msPerDay, msPerMinute, systemClock } from "@/lib/kernel/clock";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { queueMail } from "@/lib/mail/queue-mail";
import { policyChangedMail } from "@/lib/mail/templates/policy-mails";
import { isPolicyKind, policyHref, policyNames } from "./rules/policy";

/** Mails of one run. The next run waits until most of them are sent, so that no other mail waits behind thousands. */
const batch = 100;
const waitingMax = 200;

/**
 * An address that was confirmed less than this ago waits: the transactions of others who confirmed before it may not be
 * visible yet, and the cursor would pass them.
 */
const settlingMs = msPerMinute;

/** A mailing is looked at this long after its day, in case the job could not run at that time. */
const catchUpMs = 7 * msPerDay;

/**
 * Mails announced changes, a batch at a time, to every account with a confirmed address, in the order of confirmation,
 * each account once: first to those that exist, and until the change takes effect to those who confirm their address
 * meanwhile. Accounts that have accepted the change in the console get no mail. Run by a job; after a crash it continues
 * after the last committed batch. Returns the number of mails.
 */
export async function announcePolicies(clock: Clock = systemClock): Promise<number> {
  const waiting = await db().outboxMail.count({
    where: { kind: "policy_changed", sentAt: null, failedAt: null },
  });
  if (waiting > waitingMax) return 0;
  const now = clock();
  const open = await db().policyMailing.findMany({
    where: {
      OR: [
        { finishedAt: null },
        { publication: { effectiveAt: { gt: new Date(now.getTime() - catchUpMs) } } },
      ],
    },
    orderBy: { publicationId: "asc" },
    select: { publicationId: true },
  });
  let mails = 0;
  for (const { publicationId } of open) {
    if (mails < batch) mails += await transaction((tx) => announceNext(tx, publicationId, now));
  }
  if (mails > 0) void deliverMails();
  return mails;
}

type Mailing = {
  readonly lastVerifiedAt: Date | null;
  readonly lastUserId: string | null;
  readonly finishedAt: Date | null;
  readonly summary: string;
  readonly publishedAt: Date;
  readonly effectiveAt: Date;
};

async function announceNext(tx: Tx, publicationId: string, now: Date): Promise<number> {
  // Of several processes, one works on a publication at a time.
  const [mailing] = await tx.$queryRaw<Mailing[]>`
    SELECT m.last_verified_at AS "lastVerifiedAt", m.last_user_id AS "lastUserId", m.finished_at AS "finishedAt",
           p.summary, p.published_at AS "publishedAt", p.effective_at AS "effectiveAt"
      FROM policy_mailings m JOIN policy_publications p ON p.id = m.publication_id
     WHERE m.publication_id = ${publicationId}::uuid FOR UPDATE OF m SKIP LOCKED`;
  if (!mailing) return 0;
  const settled = new Date(now.getTime() - settlingMs);
  const users = await nextUsers(tx, mailing, settled);
  const versions = await changedVersions(tx, publicationId);
  const accepted = await acceptedBy(tx, users, versions);
  const told = users.filter(({ id }) => !accepted.has(id));
  for (const { email } of told) {
    if (email) await queueMail(tx, policyChangedMail(email, { ...mailing, policies: namesOf(versions) }));
  }
  const last = users.at(-1);
  const isFinished = mailing.finishedAt === null && users.length < batch && settled >= mailing.publishedAt;
  if (!last && !isFinished) return 0;
  await tx.policyMailing.update({
    where: { publicationId },
    data: {
      ...(last && { lastVerifiedAt: last.emailVerifiedAt, lastUserId: last.id }),
      mails: { increment: told.length },
      ...(isFinished && { finishedAt: now }),
    },
    select: { publicationId: true },
  });
  return told.length;
}

/** Those who confirmed their address after the last one that got its mail, and before the change takes effect. */
function nextUsers(tx: Tx, { lastVerifiedAt, lastUserId, effectiveAt }: Mailing, settled: Date) {
  const until = effectiveAt < settled ? effectiveAt : settled;
  return tx.user.findMany({
    where: {
      deletedAt: null,
      emailVerifiedAt: { lt: until, ...(lastVerifiedAt && { gte: lastVerifiedAt }) },
      ...(lastVerifiedAt &&
        lastUserId && {
          OR: [{ emailVerifiedAt: { gt: lastVerifiedAt } }, { id: { gt: lastUserId } }],
        }),
    },
    orderBy: [{ emailVerifiedAt: "asc" }, { id: "asc" }],
    take: batch,
    select: { id: true, email: true, emailVerifiedAt: true },
  });
}

type ChangedVersion = { readonly id: string; readonly policy: string; readonly number: number };

function changedVersions(tx: Tx, publicationId: string): Promise<readonly ChangedVersion[]> {
  return tx.policyVersion.findMany({
    where: { publicationId },
    orderBy: { policy: "asc" },
    select: { id: true, policy: true, number: true },
  });
}

/** Those who accepted all that changes. */
async function acceptedBy(
  tx: Tx,
  users: readonly { readonly id: string }[],
  versions: readonly ChangedVersion[],
): Promise<ReadonlySet<string>> {
  const accepted = await tx.policyAcceptance.groupBy({
    by: ["userId"],
    where: { userId: { in: users.map(({ id }) => id) }, versionId: { in: versions.map(({ id }) => id) } },
    _count: { versionId: true },
  });
  return new Set(
    accepted.flatMap(({ userId, _count }) => (_count.versionId === versions.length ? [userId] : [])),
  );
}

function namesOf(versions: readonly ChangedVersion[]) {
  return versions.flatMap(({ policy, number }) =>
    isPolicyKind(policy)
      ? [{ name: policyNames[policy], url: `${env().appUrl}${policyHref(policy, number)}` }]
      : [],
  );
}
