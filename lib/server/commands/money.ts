import "server-only";
import { randomUUID } from "node:crypto";
import type { Command } from "commander";
import { formatDollars, parseDollars } from "@/lib/kernel/money";
import { textProblem } from "@/lib/kernel/recordable-text";
import { correctBalance } from "@/lib/ledger/correct-balance";
import { grantCredits } from "@/lib/ledger/grant-credits";
import { sealLedger } from "@/lib/ledger/seal-ledger";
import { type LedgerReport, verifyLedger } from "@/lib/ledger/verify-ledger";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { findWorkspace } from "./find-workspace";

/** `grant`, `correct` and `verify-ledger`. */
export function moneyCommands(program: Command): void {
  grantCommand(program);
  correctCommand(program);
  verifyCommand(program);
}

const workspaceOption = [
  "--workspace <id|address>",
  "a workspace's id, or the email address of the owner of a personal workspace",
] as const;
const reasonOption = ["--reason <text>", "why; shown in the workspace's transactions"] as const;

type MoneyOptions = {
  readonly workspace: string;
  readonly usd: string;
  readonly reason: string;
  readonly key?: string;
};

function grantCommand(program: Command): void {
  program
    .command("grant")
    .description("give credits, as a transfer with a written reason")
    .requiredOption(...workspaceOption)
    .requiredOption("--usd <amount>", "dollars, more than zero")
    .requiredOption(...reasonOption)
    .option("--key <idempotency key>", "the same key twice grants once")
    .action(async (options: MoneyOptions) => {
      const { workspaceId } = await findWorkspace(options.workspace);
      const amountNanos = parseDollars(options.usd);
      if (amountNanos === null || amountNanos <= 0n)
        throw new OperatorProblem("--usd is an amount of dollars above zero, such as 10 or 2.50.");
      const reason = readReason(options.reason);
      const granted = await grantCredits(
        { userId: null },
        { workspaceId, amountNanos, reason, idempotencyKey: `grant:${options.key ?? randomUUID()}` },
      );
      if (!granted.ok) throw new OperatorProblem(granted.message ?? granted.code);
      console.log(
        `Granted ${formatDollars(amountNanos, { exact: true })} to ${workspaceId} (transfer ${granted.value.transferId}).`,
      );
    });
}

function correctCommand(program: Command): void {
  program
    .command("correct")
    .description("add credits to a balance or take them from it, as a transfer with a written reason")
    .requiredOption(...workspaceOption)
    .requiredOption("--usd <amount>", "dollars to add, or to take when negative")
    .requiredOption(...reasonOption)
    .option("--key <idempotency key>", "the same key twice corrects once")
    .option("--below-zero", "take the amount even if the workspace can spend less now")
    .action(async (options: MoneyOptions & { readonly belowZero?: boolean }) => {
      const { workspaceId } = await findWorkspace(options.workspace);
      const amountNanos = parseDollars(options.usd);
      if (amountNanos === null || amountNanos === 0n)
        throw new OperatorProblem("--usd is an amount of dollars other than zero, such as 10 or -2.50.");
      const corrected = await correctBalance(
        { userId: null },
        {
          workspaceId,
          amountNanos,
          reason: readReason(options.reason),
          idempotencyKey: `correction:${options.key ?? randomUUID()}`,
          mayGoNegative: options.belowZero ?? false,
        },
      );
      if (!corrected.ok && corrected.code === "below_zero")
        throw new OperatorProblem("The workspace can spend less than that now. Repeat it with --below-zero.");
      if (!corrected.ok) throw new OperatorProblem(corrected.message ?? corrected.code);
      console.log(
        `Corrected the balance of ${workspaceId} by ${formatDollars(amountNanos, { exact: true })} (transfer ${corrected.value.transferId}).`,
      );
    });
}

function readReason(text: string): string {
  const reason = text.trim();
  if (reason.length < 3) throw new OperatorProblem("--reason says why, in words.");
  const problem = textProblem(reason, 200);
  if (problem) throw new OperatorProblem(`--reason ${problem}.`);
  return reason;
}

function verifyCommand(program: Command): void {
  program
    .command("verify-ledger")
    .description(
      "recompute every balance, hash and seal from the transfers and compare, then seal new transfers; exit code 1 if anything differs",
    )
    .action(async () => {
      // On standard error, so that scripts can read the report from standard output.
      const report = await verifyLedger({ onProgress: (step) => console.error(`checking ${step}`) });
      printLedger(report);
      console.log(report.ok ? "The ledger is clean." : "The ledger is NOT clean.");
      if (!report.ok) {
        process.exitCode = 1;
        return;
      }
      const { sealed, newest } = await sealLedger();
      if (sealed > 0) console.log(`Sealed ${sealed} transfers.`);
      if (newest)
        console.log(
          `Newest seal: ${newest.number}:${newest.mac}. Keep it outside of the database to detect seals that were cut off.`,
        );
    });
}

/** One line per check, and the operator's loss from unaccounted completions. */
export function printLedger({ checks, unaccounted }: LedgerReport): void {
  for (const check of checks) console.log(`${check.ok ? "ok  " : "FAIL"} ${check.name}: ${check.detail}`);
  const { count, worstNanos } = unaccounted;
  console.log(
    `Completions that could not be billed, because their process died or their response was unusable: ${count}, at most ${formatDollars(worstNanos, { exact: true })}.`,
  );
}
