import "server-only";
import { type Command, InvalidArgumentError } from "commander";
import { purgeAccounts } from "@/lib/accounts/purge-accounts";
import { dropExpiredPartitions } from "@/lib/activity/partitions/drop-expired-partitions";
import { forgetEndUsers } from "@/lib/activity/forget-end-users";
import { sealOlderEntries } from "@/lib/audit/seal-older-entries";
import { seedActivity } from "@/lib/activity/seed/seed-activity";
import { purgeClosedHolds } from "@/lib/ledger/processes/expire-holds";
import { purgeMails } from "@/lib/mail/purge-mails";
import { applyRetention } from "@/lib/privacy/apply-retention";
import { eraseContent } from "@/lib/privacy/erase-content";
import { eraseWorkspaces } from "@/lib/privacy/erase-workspaces";
import { purgeExpired } from "@/lib/privacy/purge-expired";
import { env } from "@/lib/config/env";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { findWorkspace } from "./find-workspace";

/** `seed` and `purge`. */
export function maintenanceCommands(program: Command): void {
  program
    .command("seed")
    .description("fill a local database with realistic history; the same rows every time")
    .option("--rows <count>", "requests", wholeNumber, 100_000)
    .option("--days <count>", "over how many days", wholeNumber, 30)
    .option("--workspace <id|address>", "put the biggest share into this workspace")
    .option("--seed <number>", "give that workspace the same requests in every installation", wholeNumber)
    .action(async (options: { rows: number; days: number; workspace?: string; seed?: number }) => {
      refuseRemote();
      const own =
        options.workspace === undefined
          ? {}
          : { workspaceId: (await findWorkspace(options.workspace)).workspaceId };
      const started = performance.now();
      const { rows, days, seed } = options;
      await seedActivity({ rows, days, ...own, ...(seed !== undefined && { seed }) });
      console.log(
        `Seeded ${rows} requests over ${days} days in ${((performance.now() - started) / 1_000).toFixed(1)} s.`,
      );
    });

  program
    .command("purge")
    .description("remove expired data now rather than within the hour")
    .action(async () => {
      const retention = await applyRetention();
      await dropExpiredPartitions();
      const forgotten = await forgetEndUsers();
      const erased = await eraseWorkspaces();
      const content = await eraseContent();
      await sealOlderEntries();
      await purgeAccounts();
      await purgeMails();
      await purgeClosedHolds();
      const purged = await purgeExpired();
      console.log(`retention: ${retention.rows} rows moved or removed`);
      console.log(`end users: ${forgotten} sums anonymized`);
      console.log(`deleted accounts: ${erased.rows} rows of activity removed`);
      console.log(`deleted content: ${content.rows} rows removed`);
      for (const { subject, rows } of purged) console.log(`${subject}: ${rows} rows removed`);
    });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 50_000_000)
    throw new InvalidArgumentError("Must be a whole number, 1 or more.");
  return value;
}

/** Refuses remote databases: sample rows in a real installation look like real ones and could not be removed again. */
function refuseRemote(): void {
  const { hostname } = new URL(env().databaseUrl);
  if (!["localhost", "127.0.0.1", "[::1]", "::1"].includes(hostname)) {
    throw new OperatorProblem(`Seeding is for local databases; this one is on ${hostname}.`);
  }
}
