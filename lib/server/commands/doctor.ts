import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import type { Command } from "commander";
import { checkLeakedPasswords } from "@/lib/accounts/check-leaked-passwords";
import { checkStripe } from "@/lib/billing/check-stripe";
import { checkWebhook } from "@/lib/billing/check-webhook";
import { checkPrices } from "@/lib/catalog/check-prices";
import { env } from "@/lib/config/env";
import { checkPartitions } from "@/lib/activity/check-partitions";
import { sqlPool } from "@/lib/db/client";
import { checkReadiness } from "@/lib/health/check-readiness";
import { checkMail } from "@/lib/mail/check-mail";
import { checkBackup } from "./check-backup";
import { checkConnections } from "./check-connections";
import { checkRole } from "./check-role";
import { checkSecrets } from "./check-secrets";
import { diskFinding } from "./disk-finding";
import { type Finding, finding, report, Warning } from "./finding";

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
    await finding("clock", clockSkew),
    await finding("mail", async () => `${await checkMail()}${env().sandbox.mail ? " (sandbox inbox)" : ""}`),
    await finding("stripe", async () => `${await checkStripe()}${env().sandbox.stripe ? " (sandbox)" : ""}`),
    await finding("webhook", () => checkWebhook()),
    await finding("prices", prices),
    await finding("partitions", checkPartitions),
    await finding("passwords", passwordLists),
    await finding("secrets", checkSecrets),
    await finding("backup", checkBackup),
    await finding("disk", diskFinding),
    await finding("proxy", async () => proxyFinding()),
    await finding("address", async () => addressAdvice()),
  ];
}

/** Signatures, sessions and limits compare clocks, so more than five seconds of skew is an error. */
async function clockSkew(): Promise<string> {
  const before = Date.now();
  const { rows } = await sqlPool().query<{ now: Date }>("select clock_timestamp() as now");
  const skewMs = Math.abs((rows[0]?.now.getTime() ?? 0) - (before + Date.now()) / 2);
  if (skewMs > 5_000)
    throw new OperatorProblem(
      `this machine and the database are ${Math.round(skewMs / 1_000)} s apart; use NTP on both`,
    );
  return `within ${Math.ceil(skewMs)} ms of the database`;
}

/** Providers change their prices; after so many days without a change someone should compare. */
const priceDaysMax = 90;

async function prices(): Promise<string | Warning> {
  const { text, days } = await checkPrices();
  return days > priceDaysMax
    ? new Warning(`${text}: compare CATALOG_FILE with your providers' price lists, and restart`)
    : text;
}

async function passwordLists(): Promise<string> {
  const { leakedPasswordsFile } = env();
  if (!leakedPasswordsFile) return "the built-in list of leaked ones; LEAKED_PASSWORDS_FILE adds your own";
  return `the built-in list of leaked ones and yours: ${await checkLeakedPasswords(leakedPasswordsFile)}`;
}

/** The product serves only http: if its address is https, a proxy is in front of it. */
function proxyFinding(): string {
  const { appUrl, trustedProxies } = env();
  if (!appUrl.startsWith("https:")) return "no proxy expected";
  if (trustedProxies.length > 0) return `trusted: ${trustedProxies.join(", ")}`;
  throw new OperatorProblem(
    "APP_URL is https, so there is a proxy in front, but TRUSTED_PROXIES is not set: all clients share one limit",
  );
}

function addressAdvice(): string {
  const { appUrl, isProduction, sandbox } = env();
  const local = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(appUrl);
  if (isProduction && !local && appUrl.startsWith("http://"))
    throw new OperatorProblem(`${appUrl} is not https: cookies and keys travel in the clear`);
  return `${appUrl}${sandbox.forced ? " (SANDBOX=on: nothing here is real)" : ""}`;
}
