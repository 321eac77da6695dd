import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { closeDb, db, sqlPool, transaction } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { getBalance } from "@/lib/ledger/get-balance";
import { listCreditLots } from "@/lib/ledger/list-credit-lots";
import { postTransfer } from "@/lib/ledger/post-transfer";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { untilWaitingForLock } from "@/lib/testing/locks";
import { createSpendingKey, holdExactly } from "@/lib/testing/generations";
import { applyStripeEvent, createPurchase, eventsOf } from "@/lib/testing/stripe-events";
import { expireDueCredits } from "./expire-credits";
import { listExpiringCredits } from "./list-expiring-credits";

process.env["CREDIT_EXPIRY_DAYS"] = "365";

beforeAll(testDatabase);
afterAll(closeDb);
beforeEach(async () => {
  await sqlPool().query(
    `delete from credit_expiry; insert into credit_expiry (days, since) values (365, '2020-01-01');
     update purchases set expired_at = now() where expired_at is null`,
  );
});

const dayMs = 86_400_000;
const dollar = 1_000_000_000n;
const daysFromNow = (days: number) => () => new Date(Date.now() + days * dayMs);
const balanceOf = async ({ workspaceId }: Actor) => (await getBalance(workspaceId)).balanceNanos;

/** A purchase of $10.00 that was credited now, and its events. */
async function buy(actor: Actor) {
  const purchase = await createPurchase(actor);
  const events = eventsOf(purchase);
  await applyStripeEvent(events.completed());
  return { id: purchase.purchaseId, events };
}

async function spend({ workspaceId }: Actor, amountNanos: bigint, key: string): Promise<void> {
  const transfer = { from: "wallet", to: "usage_revenue", code: "usage" } as const;
  await transaction((tx) =>
    postTransfer(tx, { workspaceId, ...transfer, amountNanos, idempotencyKey: `usage:${key}` }),
  );
}

/** Warns in time, and expires what is due a year from now. */
async function expire(days = 366): Promise<void> {
  await expireDueCredits(daysFromNow(days - 8));
  await expireDueCredits(daysFromNow(days));
}

const expiredOf = async ({ workspaceId }: Actor) =>
  (
    await db().transfer.findMany({
      where: { workspaceId, code: { in: ["expiry", "expiry_returned"] } },
      orderBy: { id: "asc" },
    })
  ).map(({ code, amountNanos }) => [code, amountNanos]);

async function expectCleanLedger(): Promise<void> {
  const { checks } = await verifyLedger();
  expect(checks.filter(({ ok, name }) => !ok && /add up|wallet totals/.test(name))).toEqual([]);
}

describe("a refund of a purchase whose credits expired", () => {
  it("takes nothing a second time, from no other credits either", async () => {
    const { actor } = await createWorkspace({ credits: 5n * dollar });
    const { events } = await buy(actor);
    await expire();
    expect(await balanceOf(actor)).toBe(5n * dollar);
    await applyStripeEvent(events.refunded(1_080));
    expect(await balanceOf(actor)).toBe(5n * dollar);
    expect(await expiredOf(actor)).toEqual([
      ["expiry", 10n * dollar],
      ["expiry_returned", 10n * dollar],
    ]);
    const lots = await listCreditLots(actor.workspaceId);
    expect(lots.map(({ remainingNanos }) => remainingNanos)).toEqual([5n * dollar, 0n]);
    await expectCleanLedger();
  });

  it("takes back what was used, and what was not refunded stays expired", async () => {
    const { actor } = await createWorkspace();
    const { events } = await buy(actor);
    await spend(actor, 7n * dollar, actor.workspaceId);
    await expire();
    expect(await balanceOf(actor)).toBe(0n);
    // $2 of the $3 that expired, then the rest, of which $7 had been used.
    await applyStripeEvent(events.refund(1, 200));
    expect(await balanceOf(actor)).toBe(0n);
    await applyStripeEvent(events.refund(2, 880));
    expect(await balanceOf(actor)).toBe(-7n * dollar);
    expect(await expiredOf(actor)).toEqual([
      ["expiry", 3n * dollar],
      ["expiry_returned", 2n * dollar],
      ["expiry_returned", dollar],
    ]);
    await expectCleanLedger();
  });

  it("that was made before took unexpired credits, and changes nothing about what expired later", async () => {
    const { actor } = await createWorkspace();
    const { events } = await buy(actor);
    await applyStripeEvent(events.refund(1, 400));
    await expire();
    expect(await balanceOf(actor)).toBe(0n);
    await applyStripeEvent(events.refund(1, 400));
    expect(await expiredOf(actor)).toEqual([["expiry", 6n * dollar]]);
  });

  it("takes what is not expired yet first, such as what a running request holds", async () => {
    const { actor, workspaceId } = await createWorkspace();
    const { events } = await buy(actor);
    const keyId = await createSpendingKey(workspaceId);
    const holdId = "0199a3c0-0000-7000-8000-00000000bbbb";
    expect(await holdExactly(workspaceId, keyId, 4n * dollar, holdId)).toMatchObject({ ok: true });
    await expire();
    expect(await balanceOf(actor)).toBe(4n * dollar);
    await applyStripeEvent(events.refunded(1_080));
    expect(await balanceOf(actor)).toBe(0n);
    expect(await expiredOf(actor)).toEqual([
      ["expiry", 6n * dollar],
      ["expiry_returned", 6n * dollar],
    ]);
    await sqlPool().query("delete from holds where id = $1", [holdId]);
    await sqlPool().query("update wallets set held_nanos = 0 where workspace_id = $1", [workspaceId]);
  });

  it("and that fails returns credits that are warned of again and expire a week later", async () => {
    const { actor, workspaceId } = await createWorkspace();
    const { events, id } = await buy(actor);
    // Nothing was left to warn of when its date came.
    await applyStripeEvent(events.refund(1, 1_080));
    await expire();
    await applyStripeEvent(events.refund(1, 1_080, "failed"));
    expect(await balanceOf(actor)).toBe(10n * dollar);
    expect(await listExpiringCredits(actor, daysFromNow(367))).toMatchObject([{ amountNanos: 10n * dollar }]);
    expect(await expireDueCredits(daysFromNow(367))).toEqual({ warned: 1, expired: 0 });
    expect(await expireDueCredits(daysFromNow(373))).toEqual({ warned: 0, expired: 0 });
    expect(await expireDueCredits(daysFromNow(374.01))).toEqual({ warned: 0, expired: 1 });
    expect(await balanceOf(actor)).toBe(0n);
    const purchase = await db().purchase.findUniqueOrThrow({ where: { id, workspaceId } });
    expect(purchase.expiredAt).not.toBeNull();
    await expectCleanLedger();
  });

  it("a dispute is the same, and one that is won returns the credits for another week", async () => {
    const { actor } = await createWorkspace();
    const { events } = await buy(actor);
    await expire();
    await applyStripeEvent(events.disputeCreated());
    expect(await balanceOf(actor)).toBe(0n);
    await applyStripeEvent(events.disputeClosed("won"));
    expect(await balanceOf(actor)).toBe(10n * dollar);
    await expireDueCredits(daysFromNow(367));
    expect(await balanceOf(actor)).toBe(10n * dollar);
    await expireDueCredits(daysFromNow(374.01));
    expect(await balanceOf(actor)).toBe(0n);
    await expectCleanLedger();
  });
});

describe("expiry at the same time as", () => {
  it("usage, refunds and other runners never takes more than there is", async () => {
    for (let round = 0; round < 6; round += 1) {
      const { actor, workspaceId } = await createWorkspace({ credits: 2n * dollar });
      const { events } = await buy(actor);
      await expireDueCredits(daysFromNow(358));
      const at = daysFromNow(366);
      await Promise.all([
        expireDueCredits(at),
        ...Array.from({ length: 5 }, (_, index) => spend(actor, dollar, `${workspaceId}:${index}`)),
        expireDueCredits(at),
        applyStripeEvent(events.refund(1, 300)),
        expireDueCredits(at),
      ]);
      await expireDueCredits(at);
      // $12 came in, $5 were used, $3 refunded; what was left of the purchase is gone, and the grant was used first.
      const expired = (await expiredOf(actor)).reduce(
        (sum, [code, nanos]) => sum + (code === "expiry" ? BigInt(nanos ?? 0) : -BigInt(nanos ?? 0)),
        0n,
      );
      const lots = await listCreditLots(workspaceId);
      expect(lots.find(({ code }) => code === "purchase")?.remainingNanos).toBe(0n);
      expect(expired).toBeGreaterThanOrEqual(0n);
      expect(await balanceOf(actor)).toBe(4n * dollar - expired);
      expect(await db().purchase.count({ where: { workspaceId, expiredAt: null } })).toBe(0);
    }
    await expectCleanLedger();
  });

  it("another runner mails each warning once", async () => {
    const { actor, email } = await createWorkspace();
    await buy(actor);
    for (const days of [336, 359])
      await Promise.all(Array.from({ length: 4 }, () => expireDueCredits(daysFromNow(days))));
    const mails = await db().outboxMail.count({ where: { recipient: email, kind: "credits_expiring" } });
    expect(mails).toBe(2);
  });

  it("a failed refund of which it does not know yet leaves the returned credits their week", async () => {
    const { actor, workspaceId } = await createWorkspace();
    const { events, id } = await buy(actor);
    await applyStripeEvent(events.refund(1, 1_080));
    await expireDueCredits(daysFromNow(358));
    // The run has read the purchase as due, and waits for its row.
    const at = daysFromNow(366);
    const runs: Promise<unknown>[] = [];
    await transaction(async (tx) => {
      await tx.$queryRaw`select 1 from purchases where id = ${id}::uuid for update`;
      runs.push(expireDueCredits(at));
      await untilWaitingForLock();
      const where = { id, workspaceId };
      await tx.purchase.update({
        where,
        data: { expiryWarnedDays: null, expiryWarnedAt: null },
        select: { id: true },
      });
    });
    await Promise.all(runs);
    const purchase = await db().purchase.findUniqueOrThrow({ where: { id, workspaceId } });
    expect(purchase.expiredAt).toBeNull();
  });
});

it("credits expire at the exact moment, and not a millisecond before", async () => {
  const { actor, workspaceId } = await createWorkspace();
  const { id } = await buy(actor);
  const creditedAt = new Date("2025-03-01T12:00:00.000Z");
  await db().purchase.update({ where: { id, workspaceId }, data: { creditedAt }, select: { id: true } });
  const due = creditedAt.getTime() + 365 * dayMs;
  const at = (ms: number) => () => new Date(ms);
  expect(await expireDueCredits(at(due - 30 * dayMs - 1))).toEqual({ warned: 0, expired: 0 });
  expect(await expireDueCredits(at(due - 30 * dayMs))).toEqual({ warned: 1, expired: 0 });
  expect(await expireDueCredits(at(due - 7 * dayMs - 1))).toEqual({ warned: 0, expired: 0 });
  expect(await expireDueCredits(at(due - 7 * dayMs))).toEqual({ warned: 1, expired: 0 });
  expect(await expireDueCredits(at(due - 1))).toEqual({ warned: 0, expired: 0 });
  expect(await expireDueCredits(at(due))).toEqual({ warned: 0, expired: 1 });
  // A clock that goes back changes nothing.
  expect(await expireDueCredits(at(due - 40 * dayMs))).toEqual({ warned: 0, expired: 0 });
  expect(await balanceOf(actor)).toBe(0n);
});
