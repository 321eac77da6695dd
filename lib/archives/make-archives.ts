import "server-only";
import { errorFacts, log } from "@/lib/config/log";
import { refreshUsage } from "@/lib/activity/fold-usage";
import { env } from "@/lib/config/env";
import { db, transaction, unhurried } from "@/lib/db/client";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Clock, msPerDay, systemClock } from "@/lib/kernel/clock";
import { paths } from "@/lib/kernel/paths";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { queueMail } from "@/lib/mail/queue-mail";
import { archiveReadyMail } from "@/lib/mail/templates/account-mails";
import { countRows, readSubject, type Subject } from "./internal/read-dataset";
import { storeParts } from "./internal/store-parts";
import { writeArchive } from "./internal/write-archive";
import { datasets } from "./rules/datasets";
import { archiveDays } from "./rules/periods";
import { storedContentName } from "./rules/datasets/content";

/**
 * Starts of one archive. A process that stops, or a database that does not respond, is seldom the archive's fault; an
 * archive that stops every process must not be started for ever.
 */
const attemptsMax = 3;
/** A step of the database: a thousand rows, or a count. */
const statementMsMax = 60_000;
const progressMs = 1_000;

type Due = { readonly id: string; readonly userId: string; readonly attempts: number };

/**
 * Makes all archives that are requested, one after the other and in the order of the requests, and those that a stopped
 * process left unfinished. Only one process may call this at a time. One that fails is tried again, three times in all,
 * and stops no other. Resolves to the number of archives that became ready.
 */
export async function makeArchives(clock: Clock = systemClock): Promise<number> {
  const due: readonly Due[] = await db().archive.findMany({
    where: { state: { in: ["queued", "running"] } },
    orderBy: { id: "asc" },
    take: 100,
    select: { id: true, userId: true, attempts: true },
  });
  let ready = 0;
  for (const archive of due) {
    if (archive.attempts >= attemptsMax) {
      log().error({ event: "archive_failed", archiveId: archive.id, attempts: archive.attempts });
      await fail(archive.id, clock());
      continue;
    }
    const isReady = await makeArchive(archive, clock).catch(async (error: unknown) => {
      if (!(error instanceof ArchiveCanceled)) await giveUp(archive, error, clock());
      return false;
    });
    if (isReady) ready += 1;
  }
  return ready;
}

/** The archive was deleted while it was being made, by its owner or with the account. */
class ArchiveCanceled extends Error {}

async function makeArchive({ id, userId, attempts }: Due, clock: Clock): Promise<boolean> {
  // The previous process left an incomplete file.
  await db().archivePart.deleteMany({ where: { archiveId: id } });
  await save(id, { state: "running", startedAt: clock(), attempts: attempts + 1, rowsDone: 0n });
  await refreshUsage();
  const asOf = clock();
  const file = await unhurried(statementMsMax, async (client) => {
    const subject = await readSubject(client, userId);
    const counts = new Map<string, number>();
    for (const dataset of datasets) counts.set(dataset.name, await countRows(client, dataset, subject));
    const rows = [...counts.values()].reduce((sum, count) => sum + count, 0);
    await save(id, { rowsTotal: BigInt(rows * 2) });
    await recordReading(subject, counts.get(storedContentName) ?? 0);
    const onRows = progressOf(id);
    const zip = writeArchive(client, { archiveId: id, subject, asOf, onRows });
    return storeParts(id, zip);
  });
  await finish({ id, userId }, file, clock());
  log().info({ event: "archive_ready", archiveId: id, bytes: file.sizeBytes });
  return true;
}

/** Reading stored content leaves a line in the audit log, here one for all of it. */
async function recordReading({ own, userId }: Subject, contents: number): Promise<void> {
  if (contents === 0) return;
  await transaction(async (tx) => {
    for (const workspaceId of own) {
      const after = { contents };
      await recordAudit(tx, { workspaceId, actorUserId: userId, action: "prompt_log.archived", after });
    }
  });
}

/** Saves how far it is, at most once a second, and throws when the archive no longer exists. */
function progressOf(id: string): (count: number) => Promise<void> {
  let done = 0;
  let savedMs = performance.now();
  return async (count) => {
    done += count;
    if (performance.now() - savedMs < progressMs) return;
    savedMs = performance.now();
    await save(id, { rowsDone: BigInt(done) });
  };
}

type Progress = {
  readonly state?: "running";
  readonly startedAt?: Date;
  readonly attempts?: number;
  readonly rowsDone?: bigint;
  readonly rowsTotal?: bigint;
};

async function save(id: string, data: Progress): Promise<void> {
  const { count } = await db().archive.updateMany({
    where: { id, state: { in: ["queued", "running"] } },
    data,
  });
  if (count === 0) throw new ArchiveCanceled();
}

async function finish(
  { id, userId }: Pick<Due, "id" | "userId">,
  { sizeBytes, sha256 }: { readonly sizeBytes: number; readonly sha256: string },
  now: Date,
): Promise<void> {
  const expiresAt = new Date(now.getTime() + archiveDays * msPerDay);
  await transaction(async (tx) => {
    const { count } = await tx.archive.updateMany({
      where: { id, state: "running" },
      data: { state: "ready", finishedAt: now, expiresAt, sizeBytes: BigInt(sizeBytes), sha256 },
    });
    if (count === 0) throw new ArchiveCanceled();
    const user = await tx.user.findFirst({
      where: { id: userId, deletedAt: null },
      select: { email: true },
    });
    if (user?.email)
      await queueMail(tx, archiveReadyMail(user.email, `${env().appUrl}${paths.accountData}`, expiresAt));
  });
  void deliverMails();
}

async function giveUp({ id, attempts }: Due, error: unknown, now: Date): Promise<void> {
  const isLast = attempts + 1 >= attemptsMax;
  // Deleted while a part of it was written.
  if ((await db().archive.count({ where: { id } })) === 0) return;
  log().error({ event: "archive_failed", archiveId: id, attempts: attempts + 1, ...errorFacts(error) });
  if (isLast) await fail(id, now);
  else await db().archivePart.deleteMany({ where: { archiveId: id } });
}

async function fail(id: string, now: Date): Promise<void> {
  await db().archivePart.deleteMany({ where: { archiveId: id } });
  await db().archive.updateMany({
    where: { id, state: { in: ["queued", "running"] } },
    data: { state: "failed", finishedAt: now },
  });
}
