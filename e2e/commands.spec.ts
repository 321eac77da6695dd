import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import path from "node:path";
import { db } from "@/lib/db/client";
import { msPerHour } from "@/lib/kernel/clock";
import { balanceOf, makeAccount } from "./support/accounts";
import { root } from "./support/launch";
import { dollars } from "./support/pages";
import { dataFolder } from "./support/product";
import { purchaseIn } from "./support/purchases";
import { expect, test } from "./support/test";

/** Runs a command of the operator against the running product. */
function counterfoil(...command: readonly string[]) {
  const { PATH, HOME } = process.env;
  const run = spawnSync(
    process.execPath,
    [path.join(root, "lib/server/bootstrap.mjs"), "counterfoil", ...command],
    {
      cwd: root,
      env: { PATH, HOME, DATA_DIR: dataFolder(), NODE_ENV: "production" },
      encoding: "utf8",
      timeout: 60_000,
    },
  );
  return { code: run.status, output: run.stdout, errors: run.stderr };
}

test("doctor finds nothing wrong with a running product, and exits with 0", () => {
  const { code, output, errors } = counterfoil("doctor");
  expect(code, output + errors).toBe(0);
  const levels = new Map(
    [...output.matchAll(/^(ok|warn|FAIL) +(\w+) /gm)].map(([, level, name]) => [name, level]),
  );
  expect([...levels.keys()].join(" ")).toBe(
    "database migrations connections role clock mail stripe webhook prices categories partitions policies passwords secrets backup disk proxy address",
  );
  expect([...levels.values()], output).not.toContain("FAIL");
  // A warning alone leaves the exit code 0: no backup of this product was made.
  expect(levels.get("backup"), output).toBe("warn");
});

test("correct adds and takes credits once per key, and goes below zero only when told to", async () => {
  const account = await makeAccount({ credits: "2" });
  const { workspaceId } = account.actor;
  const correct = (usd: string, ...more: readonly string[]) =>
    counterfoil(
      "correct",
      "--workspace",
      account.email,
      `--usd=${usd}`,
      "--reason",
      "Charged twice",
      ...more,
    );
  const key = randomUUID();
  for (const repetition of [1, 2]) {
    const added = correct("1.25", "--key", key);
    expect(added.code, `${repetition}: ${added.errors}`).toBe(0);
    expect(added.output).toContain(`Corrected the balance of ${workspaceId} by $1.25`);
    expect(await balanceOf(account)).toBe(dollars("3.25"));
  }
  const tooMuch = correct("-4");
  expect(tooMuch.code).toBe(1);
  expect(tooMuch.errors).toContain("Repeat it with --below-zero.");
  expect(await balanceOf(account)).toBe(dollars("3.25"));
  expect(correct("-4", "--below-zero").code).toBe(0);
  expect(await balanceOf(account)).toBe(dollars("-0.75"));
  for (const usd of ["0", "ten", ""]) {
    const rejected = correct(usd);
    expect(rejected.code).toBe(1);
    expect(rejected.errors).toContain("--usd is an amount of dollars other than zero");
  }
  const entries = await db().auditEvent.findMany({ where: { workspaceId, action: { contains: "correct" } } });
  expect(entries).toHaveLength(2);
});

test("reconcile names what differs and exits with 1, and with 0 once nothing does", async () => {
  await purchaseIn.paid(await makeAccount());
  const paymentIntentId = `pi_${randomUUID().replaceAll("-", "")}`;
  const id = `txn_${randomUUID().replaceAll("-", "")}`;
  // Younger ones are left for a later run.
  const createdAt = new Date(Date.now() - 2 * msPerHour);
  const money = { type: "charge", amountCents: 2_550n, currency: "usd", createdAt };
  await db().stripeBalanceTransaction.create({
    data: { id, sourceId: `ch_${id}`, paymentIntentId, ...money },
    select: { id: true },
  });
  try {
    const { code, output, errors } = counterfoil("reconcile");
    expect(code, output + errors).toBe(1);
    expect(output).toMatch(/^ok {3}Recorded usage: \$0\.000000000$/m);
    expect(output).toMatch(/^ok {3}Purchases: \$0\.000000000$/m);
    expect(output).toMatch(/^FAIL Stripe balance: \$25\.500000000 in 1 row$/m);
    expect(output).toContain(
      `At Stripe, not in the ledger: ${paymentIntentId}, ledger $0.000000000, other side $25.500000000`,
    );
    expect(output).toContain("Drift: $25.50");
  } finally {
    await db().stripeBalanceTransaction.delete({ where: { id }, select: { id: true } });
  }
  const clean = counterfoil("reconcile");
  expect(clean.code, clean.output + clean.errors).toBe(0);
  expect(clean.output).toMatch(/^Drift: \$0(\.0+)?$/m);
});
