import "server-only";
import type { Command } from "commander";
import { createUser } from "@/lib/accounts/create-user";
import { removeTwoFactor } from "@/lib/accounts/two-factor/remove-two-factor";
import { parseDollars } from "@/lib/kernel/money";
import { textProblem } from "@/lib/kernel/recordable-text";
import { createKey } from "@/lib/keys/create-key";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { findWorkspace } from "./find-workspace";

/** `user create`, `remove-two-factor` and `key create`. */
export function accountCommands(program: Command): void {
  const user = program.command("user").description("accounts");
  user
    .command("create")
    .description("create an account without sending a mail")
    .requiredOption("--email <address>", "the user's email address")
    .option("--password <password>", "if omitted, the user sets one through a reset mail")
    .option("--verified", "mark the address as confirmed", false)
    .action(async (options: { email: string; password?: string; verified: boolean }) => {
      const created = await createUser(options);
      if (!created.ok) throw new OperatorProblem(created.message ?? created.code);
      print({ user: created.value.userId, workspace: created.value.workspaceId, email: created.value.email });
    });

  program
    .command("remove-two-factor")
    .description(
      "let an account sign in with its password only, for someone who lost their authenticator app and recovery codes; make sure who asks for it",
    )
    .argument("<email>", "the account's email address")
    .action(async (email: string) => {
      const removed = await removeTwoFactor(email);
      if (!removed.ok) throw new OperatorProblem(removed.message ?? removed.code);
      console.log("Two-factor authentication is off. The account's owner was told by mail.");
    });

  const key = program.command("key").description("API keys");
  key
    .command("create")
    .description("create a key and print its secret once")
    .requiredOption(
      "--workspace <id|address>",
      "a workspace's id, or the email address of the owner of a personal workspace",
    )
    .requiredOption("--name <name>", "where it will be used")
    .option("--management", "a management key: manages keys, cannot call models", false)
    .option("--limit <usd>", "spending limit in dollars")
    .action(async (options: { workspace: string; name: string; management: boolean; limit?: string }) => {
      const actor = await findWorkspace(options.workspace);
      const limitNanos = options.limit === undefined ? null : parseDollars(options.limit);
      if (options.limit !== undefined && (limitNanos === null || limitNanos < 0n)) {
        throw new OperatorProblem("--limit is an amount of dollars, zero or more, such as 25 or 2.50.");
      }
      const name = options.name.trim();
      const problem = name === "" ? "must not be empty" : textProblem(name, 200);
      if (problem) throw new OperatorProblem(`--name ${problem}.`);
      const kind = options.management ? ("management" as const) : ("inference" as const);
      const made = await createKey(actor, { name, kind, limitNanos });
      if (!made.ok) throw new OperatorProblem(made.message ?? made.code);
      console.log(made.value.secret);
    });
}

function print(facts: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(facts)) console.log(`${name.padEnd(10)} ${value}`);
}
