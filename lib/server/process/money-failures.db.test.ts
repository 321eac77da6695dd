import Stripe from "stripe";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { POST } from "@/app/api/webhooks/stripe/route";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { isLogLine } from "@/lib/config/log";
import { closeDb } from "@/lib/db/client";
import { settlementFigures } from "@/lib/gateway/process-figures";
import { settleGeneration } from "@/lib/gateway/settle-generation";
import { runEvery } from "@/lib/jobs/run-every";
import { getBalance } from "@/lib/ledger/get-balance";
import { deliverMails } from "@/lib/mail/deliver-mails";
import { testDatabase } from "@/lib/testing/database";
import { testEnvironment } from "@/lib/testing/environment";
import { createWorkspace } from "@/lib/testing/factories";
import {
  allTables,
  canary,
  collectLog,
  prepareFailures,
  whileTableFails,
} from "@/lib/testing/failing-tables";
import { createSpendingKey, finishedGeneration, holdExactly } from "@/lib/testing/generations";
import { createPurchase, eventsOf } from "@/lib/testing/stripe-events";

let lines: () => readonly string[];

beforeAll(async () => {
  await testDatabase();
  lines = collectLog();
  await ensurePartitions();
  await prepareFailures();
});
afterAll(async () => {
  vi.restoreAllMocks();
  await closeDb();
});

function expectPrivateLog(): void {
  const logged = lines();
  expect(logged.length).toBeGreaterThan(0);
  for (const line of logged) {
    expect(line).not.toContain(canary);
    expect(isLogLine(line), line).toBe(true);
  }
}

test("a webhook that cannot be applied is logged without what the database said, and applied later", async () => {
  const stripe = new Stripe("sk_test_signs_only");
  const secret = testEnvironment["STRIPE_WEBHOOK_SECRET"] ?? "";
  const { actor, workspaceId } = await createWorkspace();
  const payload = JSON.stringify({ object: "event", ...eventsOf(await createPurchase(actor)).completed() });
  const deliver = async () => {
    const headers = { "stripe-signature": stripe.webhooks.generateTestHeaderString({ payload, secret }) };
    const response = await POST(
      new Request("http://localhost/api/webhooks/stripe", { method: "POST", body: payload, headers }),
    );
    return `${response.status} ${await response.text()}`;
  };
  for (const table of ["stripe_events", "purchases", "ledger_accounts", "transfers", "wallets"]) {
    const before = lines().length;
    await whileTableFails(table, async () => {
      // Once it is stored, applying it is retried here.
      const isStored = table !== "stripe_events";
      expect(await deliver(), table).toBe(isStored ? '200 {"received":true}' : '500 {"error":"try_again"}');
      await expect
        .poll(() => lines().slice(before).join(), { timeout: 10_000 })
        .toMatch(isStored ? /stripe event failed|events could not be applied/ : /could not be stored/);
    });
  }
  expect((await getBalance(workspaceId)).balanceNanos).toBe(0n);
  expect(await deliver()).toBe('200 {"received":true}');
  await expect
    .poll(async () => (await getBalance(workspaceId)).balanceNanos, { timeout: 10_000 })
    .toBe(10_000_000_000n);
  expectPrivateLog();
});

test("a settlement that fails is logged without what the database said, and settled later", async () => {
  const { workspaceId } = await createWorkspace({ credits: 1_000_000n });
  const keyId = await createSpendingKey(workspaceId);
  for (const table of ["holds", "transfers", "wallets"]) {
    const id = uuidv7();
    expect(await holdExactly(workspaceId, keyId, 10n, id)).toMatchObject({ ok: true });
    let settled: Promise<unknown> = Promise.resolve();
    const before = lines().length;
    await whileTableFails(table, async () => {
      settled = settleGeneration(finishedGeneration({ workspaceId, keyId, id, costNanos: 7n }));
      await expect.poll(() => lines().slice(before).join(), { timeout: 10_000 }).toContain("settle");
      expect(settlementFigures().pending, table).toBeGreaterThan(0);
    });
    await settled;
  }
  expect((await getBalance(workspaceId)).balanceNanos).toBe(1_000_000n - 21n);
  expectPrivateLog();
});

test("mail that cannot be read is logged without what the database said", async () => {
  const tables = (await allTables()).filter((name) => name.includes("mail"));
  expect(tables).toContain("outbox_mails");
  for (const table of tables) {
    const before = lines().length;
    await whileTableFails(table, async () => {
      const job = runEvery({
        name: `mails without ${table}`,
        everyMs: 60_000,
        run: async () => void (await deliverMails()),
      });
      await job.stop();
    });
    if (table === "outbox_mails") expect(lines().slice(before)).not.toEqual([]);
  }
  expectPrivateLog();
});
