import "server-only";
import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { env } from "@/lib/config/env";
import { resealLedger } from "@/lib/ledger/reseal-ledger";
import { resealContents } from "@/lib/privacy/reseal-contents";
import { CommandError } from "./command-error";

/** `reseal`: after ENCRYPTION_KEY was changed. */
export function resealCommand(program: Command): void {
  program
    .command("reseal")
    .description(
      "seal with ENCRYPTION_KEY what ENCRYPTION_KEY_PREVIOUS sealed: stored contents and the ledger; exit code 1 when something does not open",
    )
    .option(
      "--before <time>",
      "go on with contents stored before this time, as an earlier run printed it",
      moment,
    )
    .action(async ({ before }: { before?: Date }) => {
      refuseWithoutPrevious();
      const contents = await resealContents({
        ...(before && { before }),
        onPage: (done, reached) => console.log(`  ${done} contents; reached --before ${reached}`),
      });
      console.log(`contents: ${contents.resealed} sealed anew, ${contents.current} were already`);
      const ledger = await resealLedger();
      console.log(`ledger: ${ledger.resealed} seals made anew`);
      const problems = [
        contents.unreadable > 0 &&
          `${contents.unreadable} contents open with neither key, such as ${contents.unreadableIds.join(", ")}`,
        ledger.broken.length > 0 &&
          `${ledger.broken.length} seals of the ledger do not fit their transfers (verify-ledger names them)`,
        ledger.unknown > 0 && `${ledger.unknown} seals of the ledger were made with neither key`,
      ].filter((problem) => problem !== false);
      if (problems.length > 0) throw new CommandError(`Left as they are: ${problems.join("; ")}.`);
      console.log("Everything is sealed with ENCRYPTION_KEY. Remove ENCRYPTION_KEY_PREVIOUS and restart.");
    });
}

function refuseWithoutPrevious(): void {
  const { encryptionKey, previousEncryptionKey } = env();
  if (!previousEncryptionKey)
    throw new CommandError(
      "Set ENCRYPTION_KEY_PREVIOUS to the key of before, and restart the product with it.",
    );
  if (previousEncryptionKey.equals(encryptionKey))
    throw new CommandError(
      "ENCRYPTION_KEY_PREVIOUS is the same as ENCRYPTION_KEY: there is nothing to change.",
    );
}

function moment(text: string): Date {
  const time = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT/.test(text) || Number.isNaN(time.getTime()))
    throw new InvalidArgumentError("It is a time such as 2026-11-28T09:00:00.000Z.");
  return time;
}
