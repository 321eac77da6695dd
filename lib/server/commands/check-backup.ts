import "server-only";
import { lastBackup } from "@/lib/backup/last-backup";
import { msPerDay } from "@/lib/kernel/clock";
import { Warning } from "./finding";
import { formatElapsed } from "./format-elapsed";

/** `doctor` warns after a week without a backup. */
const ageMsMax = 7 * msPerDay;

/** `doctor`'s finding `backup`: when `backup` last ran. Backups made by other tools are not visible here. */
export async function checkBackup(): Promise<string | Warning> {
  const last = await lastBackup();
  const advice =
    "run `npm run counterfoil -- backup --to FOLDER`, unless something else backs the database up";
  if (!last) return new Warning(`none was made with this data folder: ${advice}`);
  const ageMs = Date.now() - Date.parse(last.takenAt);
  const said = `the last one is ${formatElapsed(ageMs)} old: ${last.file} (${last.rows} rows)`;
  return ageMs > ageMsMax ? new Warning(`${said}; ${advice}`) : said;
}
