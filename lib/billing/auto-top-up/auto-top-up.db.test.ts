import { execFile } from "node:child_process";
import { beforeAll, describe, expect, it } from "vitest";
import { ensurePartitions } from "@/lib/activity/partitions/ensure-partitions";
import { startAttempt } from "@/lib/billing/internal/auto-top-up/start-attempt";
import { db } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { msPerDay, msPerHour, msPerSecond } from "@/lib/kernel/clock";
import { nanosPerDollar } from "@/lib/kernel/money";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import {
  agree,
  attemptsOf,
  auditOf,
  balanceOf,
  createTopUpWorkspace,
  intentsOf,
  mailsOf,
  middleOfMonth,
  order,
  run,
  usualTerms,
  useTopUpStripe,
} from "@/lib/testing/auto-top-up";
import { getAutoTopUp } from "./get-auto-top-up";

useTopUpStripe();
beforeAll(() => ensurePartitions());

/** Runs `lib/testing/top-up-runner.ts` in a separate process. */
function runElsewhere(...args: readonly string[]): Promise<{ started: number }> {
  const flags = ["--conditions=react-server", "--import", "tsx", "lib/testing/top-up-runner.ts", ...args];
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      flags,
      { env: { ...process.env, NODE_OPTIONS: "" } },
      (error, stdout, stderr) => {
        const line = stdout.split("\n").find((one) => one.startsWith("{"));
        if (line) resolve(JSON.parse(line));
        else reject(error ?? new Error(stderr));
      },
    );
  });
}

async function expectCleanLedger(): Promise<void> {
  const { ok, checks } = await verifyLedger();
  expect(ok, JSON.stringify(checks)).toBe(true);
}

const credits = usualTerms.creditsNanos;

/** Stripe's package repeats a request whose connection was closed once, under the same key. */
const lostResponse = { method: "POST", path: "/v1/payment_intents", drop: true, after: true, times: 2 };

describe("a balance below the threshold", () => {
  it("is charged to the saved card once, with the fee, and credited with a receipt", async () => {
    const { actor } = await createTopUpWorkspace();
    const now = middleOfMonth();
    await run(0, now);
    await run(0, now);
    expect(await balanceOf(actor)).toBe(credits);
    expect(await intentsOf(actor)).toMatchObject([{ status: "succeeded", amount_received: 2_638 }]);
    expect(await mailsOf(actor)).toEqual(["Receipt: $26.38 paid, $25.00 added"]);
    const view = await getAutoTopUp(actor, () => new Date(now));
    expect(view).toMatchObject({ state: { kind: "on" }, chargedNanos: 26_380_000_000n });
    expect(view?.attempts).toMatchObject([{ outcome: "succeeded", totalNanos: 26_380_000_000n }]);
    const purchase = await db().purchase.findFirstOrThrow({ where: { workspaceId: actor.workspaceId } });
    expect(purchase).toMatchObject({ origin: "auto_top_up", method: "visa 4242", checkoutSessionId: null });
    await expectCleanLedger();
  });

  it("is charged while credits are only held, and not at the threshold itself", async () => {
    const at = await createTopUpWorkspace({ credits: usualTerms.thresholdNanos });
    const held = await createTopUpWorkspace({ credits: usualTerms.thresholdNanos });
    await db().$executeRaw`UPDATE wallets SET held_nanos = 1 WHERE workspace_id = ${held.workspaceId}::uuid`;
    await run();
    expect(await balanceOf(at.actor)).toBe(usualTerms.thresholdNanos);
    expect(await balanceOf(held.actor)).toBe(usualTerms.thresholdNanos + credits);
    await db().$executeRaw`UPDATE wallets SET held_nanos = 0 WHERE workspace_id = ${held.workspaceId}::uuid`;
  });

  it("keeps the exact words, who agreed and when, and no one can change them", async () => {
    const { actor } = await createTopUpWorkspace();
    const consent = await db().cardConsent.findFirstOrThrow({ where: { workspaceId: actor.workspaceId } });
    expect(consent).toMatchObject({ userId: actor.userId, purpose: "auto_top_up", ...usualTerms });
    expect(consent.text).toContain("$26.38 including the service fee of $1.38");
    expect(Date.now() - consent.agreedAt.getTime()).toBeLessThan(60_000);
    await expect(
      db().cardConsent.update({ where: { id: consent.id }, data: { text: "Anything" } }),
    ).rejects.toThrow();
  });
});

describe("one charge each time the balance falls below the threshold", () => {
  it("with 100 low balances, two processes, and a Stripe that is slow, fails, and loses responses", async () => {
    const made = await Promise.all(Array.from({ length: 100 }, () => createTopUpWorkspace()));
    const intents = { method: "POST", path: "/v1/payment_intents" };
    await order("fault", { ...intents, delay: 300, times: 10 });
    await order("fault", { ...intents, status: 500, times: 15, retry: false });
    // The money moves, and the response is lost, also that of the repetition by Stripe's package.
    await order("fault", { ...intents, drop: true, after: true, times: 30 });
    await order("fault", { ...intents, status: 500, after: true, times: 10, retry: false });
    await order("fault", { method: "GET", path: "/v1/payment_intents", status: 503, times: 5, retry: false });
    const elsewhere = runElsewhere("40");
    for (let round = 0; round < 40; round += 1) await run();
    await elsewhere;
    // Unknown outcomes are asked about again a few seconds later.
    for (let ahead = 130; ahead < 600; ahead += 20) await run(ahead * msPerSecond);
    for (const { actor } of made) {
      expect(await balanceOf(actor)).toBe(credits);
      expect((await intentsOf(actor)).map(({ amount_received: cents }) => cents)).toEqual([2_638]);
      expect((await attemptsOf(actor)).map(({ outcome }) => outcome)).toEqual(["succeeded"]);
    }
    await expectCleanLedger();
  });

  it("when 100 workers see the same low balance", async () => {
    const { actor } = await createTopUpWorkspace();
    const now = new Date();
    const started = await Promise.all(
      Array.from({ length: 100 }, () => startAttempt(actor.workspaceId, now)),
    );
    expect(started.filter((attempt) => attempt !== null)).toHaveLength(1);
    expect(await attemptsOf(actor)).toHaveLength(1);
    expect(await db().purchase.count({ where: { workspaceId: actor.workspaceId } })).toBe(1);
  });

  it("when a process is killed after the row and before, or in the middle of, the call", async () => {
    const { actor } = await createTopUpWorkspace();
    await expect(runElsewhere("1", actor.workspaceId)).rejects.toThrow();
    expect(await attemptsOf(actor)).toMatchObject([{ endedAt: null }]);
    await run();
    expect(await attemptsOf(actor)).toHaveLength(1);
    await run(130 * msPerSecond);
    expect(await balanceOf(actor)).toBe(credits);
    expect(await intentsOf(actor)).toHaveLength(1);
  });

  it.each([msPerDay + msPerSecond, 30 * msPerDay])(
    "when the clock jumps by %i ms after a charge without a response",
    async (jump) => {
      const { actor } = await createTopUpWorkspace();
      await order("fault", lostResponse);
      await run();
      expect(await attemptsOf(actor)).toMatchObject([{ endedAt: null }]);
      // Stripe's lists are away too: still nothing is known, and nothing is charged again.
      await order("fault", {
        method: "GET",
        path: "/v1/payment_intents",
        status: 503,
        times: 2,
        retry: false,
      });
      await run(jump);
      await run(jump + msPerHour);
      expect(await intentsOf(actor)).toHaveLength(1);
      await run(jump + 2 * msPerHour);
      await run(jump + 2 * msPerHour);
      expect(await intentsOf(actor)).toHaveLength(1);
      expect(await balanceOf(actor)).toBe(credits);
      expect(await attemptsOf(actor)).toMatchObject([{ outcome: "succeeded" }]);
    },
  );

  it("a request that never arrived is not repeated when its key may be forgotten, and given up later", async () => {
    const { actor } = await createTopUpWorkspace();
    await order("fault", { ...lostResponse, after: false });
    await run();
    await run(24 * msPerHour);
    expect(await intentsOf(actor)).toHaveLength(0);
    expect(await attemptsOf(actor)).toMatchObject([{ endedAt: null }]);
    for (let hours = 26; hours < 36; hours += 1) await run(hours * msPerHour);
    const [first, second] = await attemptsOf(actor);
    expect(first).toMatchObject({ outcome: "not_charged", failureCode: "no_response" });
    expect(second).toMatchObject({ outcome: "succeeded" });
    expect(await intentsOf(actor)).toHaveLength(1);
  });
});

describe("the monthly limit", () => {
  const start = middleOfMonth();
  const runAt = (aheadMs = 0) => run(aheadMs, start);
  const viewOf = (actor: Actor) => getAutoTopUp(actor, () => new Date(start));

  it("is never passed, counts charges without an outcome, and is free again in the next month", async () => {
    // Two purchases of $26.38 fit to the cent.
    const terms = {
      ...usualTerms,
      thresholdNanos: 10_000n * nanosPerDollar,
      monthlyMaxNanos: 52_760_000_000n,
    };
    const { actor } = await createTopUpWorkspace({ terms });
    await runAt();
    await order("fault", lostResponse);
    await runAt();
    expect(await viewOf(actor)).toMatchObject({ chargedNanos: 52_760_000_000n });
    await runAt(130 * msPerSecond);
    for (let round = 0; round < 5; round += 1) await runAt();
    expect(await intentsOf(actor)).toHaveLength(2);
    expect(await viewOf(actor)).toMatchObject({ state: { kind: "limit_reached" } });
    await runAt(32 * msPerDay);
    expect(await intentsOf(actor)).toHaveLength(3);
  });

  it("that a cent is missing from prevents the charge", async () => {
    const terms = {
      ...usualTerms,
      thresholdNanos: 10_000n * nanosPerDollar,
      monthlyMaxNanos: 52_750_000_000n,
    };
    const { actor } = await createTopUpWorkspace({ terms });
    for (let round = 0; round < 4; round += 1) await runAt();
    expect(await intentsOf(actor)).toHaveLength(1);
    // A person who raises it continues at once.
    await agree(actor, { ...terms, monthlyMaxNanos: 52_760_000_000n }, "saved");
    await runAt();
    expect(await intentsOf(actor)).toHaveLength(2);
    expect(await auditOf(actor)).toEqual(["auto_top_up.on", "auto_top_up.changed"]);
  });
});
