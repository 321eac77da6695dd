import "server-only";
import type { Command } from "commander";
import { checkLeakedPasswords } from "@/lib/accounts/check-leaked-passwords";
import { checkStripe } from "@/lib/billing/check-stripe";
import { checkWebhook } from "@/lib/billing/check-webhook";
import { checkPrices } from "@/lib/catalog/check-prices";
import { env } from "@/lib/config/env";
import { checkPartitions } from "@/lib/activity/partitions/check-partitions";
import { sqlPool } from "@/lib/db/client";
import { checkCategorization } from "@/lib/gateway/check-categorization";
import { checkReadiness } from "@/lib/health/check-readiness";
import { checkMail } from "@/lib/mail/check-mail";
import { checkBackup } from "./check-backup";
import { checkConnections } from "./check-connections";
import { checkPolicies } from "./check-policies";
import { checkRole } from "./check-role";
import { checkSecrets } from "./check-secrets";
import { diskFinding } from "./disk-finding";
import { type Finding, finding, report } from "./finding";
import { judgeAddress, judgeClock, judgePrices, judgeProxy } from "./judge";

/** `doctor`: checks everything that an installation needs, one line each, with how to fix it. */
export function doctorCommand(program: Command): void {
  program
    .command("doctor")
    .description(
      "check database, connections, clock, mail, Stripe and its webhook, prices, secrets, backup, disk and proxy; exit code 1 if one fails",
    )
    .action(async () => {
      const findings = await examine();
      for (const line of report(findings)) console.log(line);
      if (findings.some(({ level }) => level === "FAIL")) process.exitCode = 1;
    });
}

async function examine(): Promise<Finding[]> {
  const readiness = await checkReadiness();
  return [
    ...readiness.checks.map(({ name, ok, detail }): Finding => ({ name, level: ok ? "ok" : "FAIL", detail })),
    await finding("connections", checkConnections),
    await finding("role", checkRole),
    await finding("clock", async () => judgeClock(await clockSkewMs())),
    await finding("mail", async () => `${await checkMail()}${env().sandbox.mail ? " (sandbox inbox)" : ""}`),
    await finding("stripe", async () => `${await checkStripe()}${env().sandbox.stripe ? " (sandbox)" : ""}`),
    await finding("webhook", () => checkWebhook()),
    await finding("prices", async () => judgePrices(await checkPrices())),
    await finding("categories", async () => checkCategorization()),
    await finding("partitions", checkPartitions),
    await finding("policies", checkPolicies),
    await finding("passwords", passwordLists),
    await finding("secrets", checkSecrets),
    await finding("backup", checkBackup),
    await finding("disk", () => diskFinding()),
    await finding("proxy", async () => judgeProxy(env())),
    await finding("address", async () => judgeAddress({ ...env(), isSandboxForced: env().sandbox.forced })),
  ];
}

async function clockSkewMs(): Promise<number> {
  const before = Date.now();
  const { rows } = await sqlPool().query<{ now: Date }>("select clock_timestamp() as now");
  return Math.abs((rows[0]?.now.getTime() ?? 0) - (before + Date.now()) / 2);
}

async function passwordLists(): Promise<string> {
  const { leakedPasswordsFile } = env();
  if (!leakedPasswordsFile) return "the built-in list of leaked ones; LEAKED_PASSWORDS_FILE adds your own";
  return `the built-in list of leaked ones and yours: ${await checkLeakedPasswords(leakedPasswordsFile)}`;
}
