import "server-only";
import { Command } from "commander";
import { product } from "@/lib/config/product";
import { closeDb } from "@/lib/db/client";
import { accountCommands } from "./accounts";
import { backupCommands } from "./backup";
import { doctorCommand } from "./doctor";
import { moneyCommands } from "./money";
import { reconcileCommand } from "./reconcile";
import { resealCommand } from "./reseal";
import { maintenanceCommands } from "./maintenance";
import { attachToInstance } from "../process/attach-to-instance";
import { describeFailure } from "../process/describe-failure";

/** The operator's command line: `npm run counterfoil -- COMMAND`. Exit code 1 on any error. */
const program = new Command("counterfoil");
program.description(`${product.name}: commands for the operator`).showHelpAfterError().exitOverride();

let leave = async (): Promise<void> => undefined;
program.hook("preAction", async (_program, command) => {
  leave = await attachToInstance({ standstill: command.name() === "restore" });
});

accountCommands(program);
moneyCommands(program);
reconcileCommand(program);
maintenanceCommands(program);
resealCommand(program);
backupCommands(program);
doctorCommand(program);

try {
  await program.parseAsync(process.argv);
} catch (error) {
  process.exitCode = exitCodeOf(error);
}
for (const end of [closeDb, leave])
  await end().catch((error: unknown) => {
    process.exitCode = exitCodeOf(error);
  });

/**
 * Commander exits by throwing its own exception, also after `--help`. Our own errors are sentences; any other is a bug, and
 * is shown without its message.
 */
function exitCodeOf(error: unknown): number {
  if (error instanceof Error && "exitCode" in error && typeof error.exitCode === "number")
    return error.exitCode;
  console.error(describeFailure(error, process.env.DATABASE_URL ?? ""));
  return 1;
}
