import "server-only";
import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import { parseErasedAccounts } from "@/lib/accounts/rules/erased-accounts";
import { listErased, replayErasures } from "@/lib/backup/replay-erasures";
import { restoreBackup } from "@/lib/backup/restore-backup";
import { writeBackup } from "@/lib/backup/write-backup";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import { checkSecrets } from "./check-secrets";
import { CommandError } from "./command-error";
import { finding } from "./finding";
import { lasting } from "./lasting";
import { printLedger } from "./money";

/** `backup`, `restore` and `erased`. */
export function backupCommands(program: Command): void {
  program
    .command("backup")
    .description("write all that is kept to a file, in one snapshot, while the product goes on")
    .requiredOption("--to <file|folder>", "a new file, or a folder in which it is named by the time")
    .action(async ({ to }: { to: string }) => {
      const startedMs = performance.now();
      const { file, takenAt, tables, rows, bytes } = await writeBackup(to);
      console.log(
        `${rows} rows of ${tables} tables as of ${takenAt}, ${bytes} bytes in ${lasting(performance.now() - startedMs)}`,
      );
      console.log(file);
      console.log(
        "It holds what people told you: keep it as safe as the database, and ENCRYPTION_KEY elsewhere.",
      );
    });

  program
    .command("restore")
    .description(
      "load a backup into an empty database, verify the ledger and erase again who was erased since; exit code 1 when anything is wrong",
    )
    .requiredOption("--from <file>", "a file that `backup` wrote")
    .option(
      "--erased <file>",
      "accounts erased after the backup: ids as `erased` prints them, or the product's log",
    )
    .action(async ({ from, erased }: { from: string; erased?: string }) => {
      // Read first: a file that is missing must not be found out when everything is loaded.
      const accounts = erased === undefined ? null : parseErasedAccounts(await readList(erased));
      const startedMs = performance.now();
      const askedAt = Date.now();
      const { takenAt, tables, rows } = await restoreBackup(from);
      console.log(`Restored ${rows} rows of ${tables} tables.`);
      if (!accounts) console.log(nobodyErased);
      const isReplayed = !accounts || (await replay(accounts));
      const isReadable = await proveSecrets();
      const report = await verifyLedger();
      printLedger(report);
      console.log(report.ok ? "The ledger is clean." : "The ledger is NOT clean.");
      console.log(
        `Recovery point: ${takenAt}, ${lasting(askedAt - Date.parse(takenAt))} before this restore began. Recovery time: ${lasting(performance.now() - startedMs)}.`,
      );
      console.log(
        "Everybody signs in anew. Keys that were deleted or changed after the recovery point are as they were; purchases begun after it are unknown: compare with Stripe, and use `grant`.",
      );
      if (!report.ok || !isReplayed || !isReadable) process.exitCode = 1;
    });

  program
    .command("erased")
    .description("print the ids of all erased accounts, one a line, to be kept beside the backups")
    .action(async () => {
      for (const id of await listErased()) console.log(id);
    });
}

async function readList(file: string): Promise<string> {
  return readFile(file, "utf8").catch(() => {
    throw new CommandError(`${file} cannot be read.`);
  });
}

/** Another ENCRYPTION_KEY than that of the backup is found out here, and not by the first who opens a content. */
async function proveSecrets(): Promise<boolean> {
  const { level, detail } = await finding("secrets", checkSecrets);
  console.log(`${level.padEnd(4)} ${detail}`);
  return level !== "FAIL";
}

const nobodyErased =
  "No list of erased accounts was given (--erased): who was erased after the backup is back. See the README.";

async function replay({ userIds, otherLines }: ReturnType<typeof parseErasedAccounts>): Promise<boolean> {
  const { erased, unknown, failed } = await replayErasures(userIds);
  console.log(
    `Erased again: ${erased} accounts; ${unknown} were erased in the backup, or are not in it; ${otherLines} lines named none.`,
  );
  for (const { userId, reason } of failed) console.log(`NOT erased: ${userId}: ${reason}`);
  return failed.length === 0;
}
