import "server-only";
import type { Command } from "commander";
import { checkLeakedPasswords } from "@/lib/accounts/check-leaked-passwords";
import { checkStripe } from "@/lib/billing/check-stripe";
import { checkWebhook } from "@/lib/billing/check-webhook";
import { checkPrices } from "@/lib/catalog/check-prices";
import { env } from "@/lib/config/env";
import { checkPartitions } from "@/lib/activity/check-partitions";
import { sqlPool } from "@/lib/db/client";
import { connectionProblem } from "@/lib/db/connection-problem";
import { checkRole } from "./check-role";
import { checkReadiness } from "@/lib/health/check-readiness";
import { checkMail } from "@/lib/mail/check-mail";
import { checkEncryption } from "@/lib/privacy/check-encryption";
import { diskFinding } from "./disk-finding";

type Finding = { readonly name: string; readonly ok: boolean; readonly detail: string };

/** `doctor`: everything that a working installation needs, one line each, with what to do about it. */
export function doctorCommand(program: Command): void {
  program
    .command("doctor")
    .description(
      "check database, clock, mail, Stripe and its webhook, prices, secrets, disk and proxy; exit code 1 when one fails",
    )
    .action(async () => {
      const findings = await examine();
      for (const finding of findings)
        console.log(`${finding.ok ? "ok  " : "FAIL"} ${finding.name.padEnd(11)} ${finding.detail}`);
      const failed = findings.filter((finding) => !finding.ok).length;
      console.log(
        failed === 0 ? "Everything is in order." : `${failed} of ${findings.length} need attention.`,
      );
      if (failed > 0) process.exitCode = 1;
    });
}

async function examine(): Promise<Finding[]> {
  const readiness = await checkReadiness();
  return [
    ...readiness.checks,
    await finding("role", checkRole),
    await finding("clock", clockSkew),
    await finding("mail", async () => `${await checkMail()}${env().sandbox.mail ? " (sandbox inbox)" : ""}`),
    await finding("stripe", async () => `${await checkStripe()}${env().sandbox.stripe ? " (sandbox)" : ""}`),
    await finding("webhook", () => checkWebhook()),
    await finding("prices", checkPrices),
    await finding("partitions", checkPartitions),
    await finding("passwords", passwordLists),
    await finding("secrets", secretsFinding),
    await finding("disk", diskFinding),
    await finding("proxy", async () => proxyFinding()),
    await finding("address", async () => addressAdvice()),
  ];
}

async function finding(name: string, probe: () => Promise<string>): Promise<Finding> {
  try {
    return { name, ok: true, detail: await probe() };
  } catch (error) {
    const sentence = connectionProblem(error, env().databaseUrl);
    return { name, ok: false, detail: sentence ?? (error instanceof Error ? error.message : "failed") };
  }
}

/** Signatures, sessions and limits compare clocks; more than five seconds apart is worth a look. */
async function clockSkew(): Promise<string> {
  const before = Date.now();
  const { rows } = await sqlPool().query<{ now: Date }>("select clock_timestamp() as now");
  const skewMs = Math.abs((rows[0]?.now.getTime() ?? 0) - (before + Date.now()) / 2);
  if (skewMs > 5_000)
    throw new Error(
      `this machine and the database are ${Math.round(skewMs / 1_000)} s apart; let both use NTP`,
    );
  return `within ${Math.ceil(skewMs)} ms of the database`;
}

async function passwordLists(): Promise<string> {
  const { leakedPasswordsFile } = env();
  if (!leakedPasswordsFile) return "the built-in list of leaked ones; LEAKED_PASSWORDS_FILE adds your own";
  return `the built-in list of leaked ones and yours: ${await checkLeakedPasswords(leakedPasswordsFile)}`;
}

/** Secrets must differ from each other, and open what they closed. That they are strong was checked when they were read. */
async function secretsFinding(): Promise<string> {
  if (process.env.AUTH_SECRET === process.env.ENCRYPTION_KEY)
    throw new Error(
      "AUTH_SECRET and ENCRYPTION_KEY are the same: make a second one with openssl rand -base64 48",
    );
  return checkEncryption();
}

/** The product speaks http alone: where its address is https, somebody passes requests on. */
function proxyFinding(): string {
  const { appUrl, trustedProxies } = env();
  if (!appUrl.startsWith("https:")) return "none is expected in front";
  if (trustedProxies.length > 0) return `trusted: ${trustedProxies.join(", ")}`;
  throw new Error(
    "APP_URL is https, so a proxy stands in front, and TRUSTED_PROXIES names none: all clients share one limit",
  );
}

function addressAdvice(): string {
  const { appUrl, isProduction, sandbox } = env();
  const local = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(appUrl);
  if (isProduction && !local && appUrl.startsWith("http://"))
    throw new Error(`${appUrl} is not https: cookies and keys travel in the clear`);
  return `${appUrl}${sandbox.forced ? " (SANDBOX=on: nothing here is real)" : ""}`;
}
