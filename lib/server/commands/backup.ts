import "server-only";
import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { parseErasedAccounts } from "@/lib/accounts/rules/erased-accounts";
import { listErased, replayErasures } from "@/lib/backup/replay-erasures";
import { restoreBackup } from "@/lib/backup/restore-backup";
import { writeBackup } from "@/lib/backup/write-backup";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import { checkSecrets } from "./check-secrets";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { finding } from "./finding";
import { formatElapsed } from "./format-elapsed";
import { printLedger } from "./money";

/** `backup`, `restore` and `erased`. */
export function backupCommands(program: Command): void {
  program
    .command("backup")
    .description("write all data to a file, in one snapshot, while the product runs")
    .requiredOption("--to <file|folder>", "a new file, or a folder for a file named by the time")
    .action(async ({ to }: { to: string }) => {
      const startedMs = performance.now();
      const { file, takenAt, tables, rows, bytes } = await writeBackup(to);
      console.log(
        `${rows} rows of ${tables} tables as of ${takenAt}, ${bytes} bytes in ${formatElapsed(performance.now() - startedMs)}`,
      );
      console.log(file);
      console.log(
        "It contains personal data: protect it like the database, and keep ENCRYPTION_KEY elsewhere.",
      );
    });

  program
    .command("restore")
    .description(
      "load a backup into an empty database, erase again the accounts erased since, and verify the ledger; exit code 1 if anything is wrong",
    )
    .requiredOption("--from <file>", "a file that `backup` wrote")
    .option(
      "--erased <file>",
      "accounts erased after the backup: ids as `erased` prints them, or the product's log",
    )
    .action(async ({ from, erased }: { from: string; erased?: string }) => {
      // Read first, so that a missing file is reported before everything is loaded.
      const accounts = erased === undefined ? null : parseErasedAccounts(await readList(erased));
      const startedMs = performance.now();
      const askedAt = Date.now();
      const { takenAt, tables, rows } = await restoreBackup(from);
      console.log(`Restored ${rows} rows of ${tables} tables.`);
      if (!accounts) console.log(noErasedList);
      const isReplayed = !accounts || (await replay(accounts));
      const isReadable = await proveSecrets();
      const report = await verifyLedger();
      printLedger(report);
      console.log(report.ok ? "The ledger is clean." : "The ledger is NOT clean.");
      console.log(
        `Recovery point: ${takenAt}, ${formatElapsed(askedAt - Date.parse(takenAt))} before this restore began. Recovery time: ${formatElapsed(performance.now() - startedMs)}.`,
      );
      console.log(
        "All users have to sign in again. Keys that were deleted or changed after the recovery point are back as they were. Purchases begun after it are unknown: compare with Stripe, and use `grant`.",
      );
      if (!report.ok || !isReplayed || !isReadable) process.exitCode = 1;
    });

  program
    .command("erased")
    .description("print the ids of all erased accounts, one per line, to keep with the backups")
    .action(async () => {
      for (const id of await listErased()) console.log(id);
    });
}

async function readList(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => {
    throw new OperatorProblem(`${file} cannot be read.`);
  });
}

/** Detects an ENCRYPTION_KEY other than the backup's now, not when a user first opens stored content. */
async function proveSecrets(): Promise<boolean> {
  const { level, detail } = await finding("secrets", checkSecrets);
  console.log(`${level.padEnd(4)} ${detail}`);
  return level !== "FAIL";
}

const noErasedList =
  "No list of erased accounts was given (--erased): accounts erased after the backup are back. See the README.";

async function replay({ userIds, otherLines }: ReturnType<typeof parseErasedAccounts>): Promise<boolean> {
  const { erased, unknown, failed } = await replayErasures(userIds);
  console.log(
    `Erased again: ${erased} accounts; ${unknown} were already erased in the backup, or are not in it; ${otherLines} lines named no account.`,
  );
  for (const { userId, reason } of failed) console.log(`NOT erased: ${userId}: ${reason}`);
  return failed.length === 0;
}
