import "server-only";
import type { Command } from "commander";
import { checkStripe } from "@/lib/billing/check-stripe";
import { catalogue } from "@/lib/catalog/catalogue";
import { env, providerKey } from "@/lib/config/env";
import { sqlPool } from "@/lib/db/client";
import { checkRole } from "./check-role";
import { checkReadiness } from "@/lib/health/check-readiness";
import { checkMail } from "@/lib/mail/check-mail";

type Finding = { readonly name: string; readonly ok: boolean; readonly detail: string };

/** `doctor`: everything that a working installation needs, one line each, with what to do about it (O2). */
export function doctorCommand(program: Command): void {
  program
    .command("doctor")
    .description(
      "check database, migrations, clock, mail, Stripe, prices and secrets; exit code 1 when one fails",
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
    await finding("webhook", async () => webhookAdvice()),
    await finding("prices", async () => priceSummary()),
    await finding("secrets", async () => "present and long enough; they are checked at every start"),
    await finding("address", async () => addressAdvice()),
  ];
}

async function finding(name: string, probe: () => Promise<string>): Promise<Finding> {
  try {
    return { name, ok: true, detail: await probe() };
  } catch (error) {
    return { name, ok: false, detail: error instanceof Error ? error.message : "failed" };
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

function webhookAdvice(): string {
  const address = `${env().appUrl}/api/webhooks/stripe`;
  return env().sandbox.stripe ? `the sandbox delivers to ${address}` : `Stripe must deliver to ${address}`;
}

function priceSummary(): string {
  const { models, providers } = catalogue();
  const missing = providers.flatMap(({ apiKeyVariable }) =>
    apiKeyVariable && !providerKey(apiKeyVariable) ? [apiKeyVariable] : [],
  );
  if (models.length === 0) throw new Error("the catalogue holds no model; see CATALOG_FILE");
  if (missing.length > 0) throw new Error(`no key for a provider in: ${[...new Set(missing)].join(", ")}`);
  return `${models.length} models at ${providers.length} providers`;
}

function addressAdvice(): string {
  const { appUrl, isProduction, sandbox } = env();
  const local = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(appUrl);
  if (isProduction && !local && appUrl.startsWith("http://"))
    throw new Error(`${appUrl} is not https: cookies and keys travel in the clear`);
  return `${appUrl}${sandbox.forced ? " (SANDBOX=on: nothing here is real)" : ""}`;
}
