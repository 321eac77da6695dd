import "server-only";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { env } from "@/lib/config/env";
import type { WrittenBackup } from "./write-backup";

const noted = z.object({ file: z.string(), takenAt: z.iso.datetime(), rows: z.int() });

/** The last backup that was written with this data folder. */
export type LastBackup = z.infer<typeof noted>;

const fileName = "last-backup.json";

export async function noteBackup({ file, takenAt, rows }: WrittenBackup): Promise<void> {
  const note: LastBackup = { file, takenAt, rows };
  await writeFile(path.join(env().dataDir, fileName), `${JSON.stringify(note)}\n`, { mode: 0o600 });
}

/** Null when none was written, or the record cannot be read. */
export async function lastBackup(): Promise<LastBackup | null> {
  try {
    return noted.parse(JSON.parse(await readFile(path.join(env().dataDir, fileName), "utf8")));
  } catch {
    return null;
  }
}
