import "server-only";
import { recordSecurityEvent } from "@/lib/accounts/security-log/record-security-event";
import { db, transaction } from "@/lib/db/client";
import { type Clock, systemClock } from "@/lib/kernel/clock";
import type { RequestOrigin } from "@/lib/kernel/network";
import { decryptPart } from "./internal/encrypt-part";

export type OpenArchive = {
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** The file, piece by piece as it is read. Ends with an error when a piece is missing or was changed. */
  readonly bytes: AsyncGenerator<Uint8Array>;
};

export type Opening = {
  readonly userId: string;
  readonly id: string;
  readonly origin: RequestOrigin;
  /** For a HEAD request, which downloads nothing. */
  readonly isOnlyAsked?: boolean;
};

/**
 * Opens an archive for the person whom it is about, and for no one else: null for those of others, and for one that is not
 * ready, deleted or expired. The download is recorded in the security log.
 */
export async function openArchive(
  { userId, id, origin, isOnlyAsked = false }: Opening,
  clock: Clock = systemClock,
): Promise<OpenArchive | null> {
  const archive = await transaction(async (tx) => {
    // As every change of an account: first the user, then what belongs to them.
    await tx.$queryRaw`select 1 as locked from users where id = ${userId}::uuid for share`;
    const [opened] = await tx.archive.updateManyAndReturn({
      where: { id, userId, state: "ready", expiresAt: { gt: clock() } },
      data: isOnlyAsked ? {} : { downloads: { increment: 1 }, lastDownloadedAt: clock() },
      select: { sizeBytes: true, sha256: true, finishedAt: true },
    });
    if (!opened || isOnlyAsked) return opened ?? null;
    await recordSecurityEvent(tx, { userId, kind: "archive_downloaded", origin });
    return opened;
  });
  if (!archive?.finishedAt || archive.sizeBytes === null || archive.sha256 === null) return null;
  const sizeBytes = Number(archive.sizeBytes);
  return {
    fileName: `account-${archive.finishedAt.toISOString().slice(0, 10)}.zip`,
    sizeBytes,
    sha256: archive.sha256,
    bytes: readParts(id, sizeBytes),
  };
}

async function* readParts(archiveId: string, sizeBytes: number): AsyncGenerator<Uint8Array> {
  let left = sizeBytes;
  for (let number = 0; left > 0; number += 1) {
    const part = await db().archivePart.findUnique({
      where: { archiveId_number: { archiveId, number } },
      select: { nonce: true, ciphertext: true },
    });
    if (!part) throw new Error("a piece of the archive is missing");
    const bytes = decryptPart(
      { archiveId, number },
      { nonce: Buffer.from(part.nonce), ciphertext: Buffer.from(part.ciphertext) },
    );
    left -= bytes.length;
    yield bytes;
  }
}
