import "server-only";
import { db } from "@/lib/db/client";
import { type Clock, systemClock } from "@/lib/kernel/clock";

export type ArchiveEntry = {
  readonly id: string;
  readonly state: "queued" | "running" | "ready" | "failed";
  readonly requestedAt: Date;
  readonly finishedAt: Date | null;
  readonly expiresAt: Date | null;
  readonly sizeBytes: number | null;
  readonly downloads: number;
  /** How much of it is written, from 0 to 1; null before its rows are counted. */
  readonly progress: number | null;
};

const listed = 10;

/** The latest archives of an account that are being made, can be downloaded, or failed; newest first. */
export async function listArchives(
  userId: string,
  clock: Clock = systemClock,
): Promise<readonly ArchiveEntry[]> {
  const rows = await db().archive.findMany({
    where: { userId, OR: [{ expiresAt: null }, { expiresAt: { gt: clock() } }] },
    orderBy: { id: "desc" },
    take: listed,
    select: {
      id: true,
      state: true,
      requestedAt: true,
      finishedAt: true,
      expiresAt: true,
      sizeBytes: true,
      downloads: true,
      rowsDone: true,
      rowsTotal: true,
    },
  });
  return rows.map(({ rowsDone, rowsTotal, sizeBytes, state, ...row }) => ({
    ...row,
    state: state as ArchiveEntry["state"],
    sizeBytes: sizeBytes === null ? null : Number(sizeBytes),
    progress: rowsTotal === null ? null : Number(rowsDone) / Math.max(1, Number(rowsTotal)),
  }));
}
