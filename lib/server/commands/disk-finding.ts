import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { statfs } from "node:fs/promises";
import { env } from "@/lib/config/env";

const bytesMin = 1024 ** 3;
const shareMin = 0.05;

/** Blocks of a path's file system: those left for a user without privileges, all, and the bytes of one. */
type ReadDisk = (path: string) => Promise<{ bavail: number; blocks: number; bsize: number }>;

/** Free space on the disk of DATA_DIR, which holds the embedded database, if any. Throws a sentence when it is low. */
export async function diskFinding(read: ReadDisk = statfs): Promise<string> {
  const { bavail, blocks, bsize } = await read(env().dataDir);
  return judgeDisk(bavail * bsize, blocks * bsize);
}

/** The finding for so many free bytes of all. */
export function judgeDisk(free: number, all: number): string {
  const text = `${gigabytes(free)} of ${gigabytes(all)} free at DATA_DIR`;
  if (free < bytesMin || free < all * shareMin)
    throw new OperatorProblem(`${text}; free some space, or move DATA_DIR`);
  return text;
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GB`;
}
