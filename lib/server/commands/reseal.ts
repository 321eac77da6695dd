import "server-only";
import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import { env } from "@/lib/config/env";
import { resealArchives } from "@/lib/archives/reseal-archives";
import {
  countOldTwoFactorSecrets,
  resealTwoFactorSecrets,
} from "@/lib/accounts/two-factor/reseal-two-factor-secrets";
import { countOldAuditKeys, resealAuditKeys } from "@/lib/audit/reseal-audit-keys";
import { resealLedger } from "@/lib/ledger/reseal-ledger";
import { resealContents } from "@/lib/privacy/reseal-contents";
import { OperatorProblem } from "@/lib/kernel/operator-problem";

/** `reseal`: after ENCRYPTION_KEY was changed. */
export function resealCommand(program: Command): void {
  program
    .command("reseal")
    .description(
      "encrypt stored contents, archives, keys of the audit log and secrets of authenticator apps, and seal the ledger with ENCRYPTION_KEY instead of ENCRYPTION_KEY_PREVIOUS; exit code 1 if something cannot be decrypted",
    )
    .option(
      "--before <time>",
      "continue with contents stored before this time, as printed by an interrupted run",
      moment,
    )
    .action(async ({ before }: { before?: Date }) => {
      refuseWithoutPrevious();
      const archives = await resealArchives();
      console.log(`archives: ${archives.resealed} parts re-encrypted`);
      console.log(`audit log: ${await resealAuditKeys()} keys re-encrypted`);
      console.log(`secrets of authenticator apps: ${await resealTwoFactorSecrets()} re-encrypted`);
      const contents = await resealContents({
        ...(before && { before }),
        onPage: (done, reached) => console.log(`  ${done} contents; reached --before ${reached}`),
      });
      console.log(`contents: ${contents.resealed} re-encrypted, ${contents.current} already current`);
      const ledger = await resealLedger();
      console.log(`ledger: ${ledger.resealed} seals renewed`);
      const { unknown } = await countOldAuditKeys();
      const { unknown: unknownFactors } = await countOldTwoFactorSecrets();
      const problems = [
        archives.unreadable > 0 &&
          `${archives.unreadable} parts of archives can be decrypted with neither key; their owners can request others`,
        contents.unreadable > 0 &&
          `${contents.unreadable} contents can be decrypted with neither key, such as ${contents.unreadableIds.join(", ")}`,
        ledger.broken.length > 0 &&
          `${ledger.broken.length} seals of the ledger do not match their transfers (verify-ledger names them)`,
        ledger.unknown > 0 && `${ledger.unknown} seals of the ledger were made with neither key`,
        unknown > 0 && `${unknown} keys of the audit log can be decrypted with neither key`,
        unknownFactors > 0 &&
          `${unknownFactors} secrets of authenticator apps can be decrypted with neither key; remove-two-factor lets their owners sign in`,
      ].filter((problem) => problem !== false);
      if (problems.length > 0) throw new OperatorProblem(`Left unchanged: ${problems.join("; ")}.`);
      console.log("Everything now uses ENCRYPTION_KEY. Remove ENCRYPTION_KEY_PREVIOUS and restart.");
    });
}

function refuseWithoutPrevious(): void {
  const { encryptionKey, previousEncryptionKey } = env();
  if (!previousEncryptionKey)
    throw new OperatorProblem(
      "Set ENCRYPTION_KEY_PREVIOUS to the previous key, and restart the product with it.",
    );
  if (previousEncryptionKey.equals(encryptionKey))
    throw new OperatorProblem(
      "ENCRYPTION_KEY_PREVIOUS is the same as ENCRYPTION_KEY: there is nothing to change.",
    );
}

function moment(text: string): Date {
  const time = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT/.test(text) || Number.isNaN(time.getTime()))
    throw new InvalidArgumentError("Must be a time such as 2026-11-28T09:00:00.000Z.");
  return time;
}
