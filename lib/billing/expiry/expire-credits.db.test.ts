import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { setUpAutoTopUp } from "@/lib/billing/auto-top-up/set-up-auto-top-up";
import { feeTerms } from "@/lib/billing/fee-terms";
import { autoTopUpConsentText } from "@/lib/billing/rules/auto-top-up/terms";
import { product } from "@/lib/config/product";
import { closeDb, db, sqlPool, transaction } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { getBalance } from "@/lib/ledger/get-balance";
import { postTransfer } from "@/lib/ledger/post-transfer";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import { mailDay } from "@/lib/mail/rules/origin-facts";
import { usualTerms } from "@/lib/testing/auto-top-up";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { createSpendingKey, holdExactly } from "@/lib/testing/generations";
import { applyStripeEvent, createPurchase, eventsOf } from "@/lib/testing/stripe-events";
import { expireDueCredits } from "./expire-credits";
import { listExpiringCredits } from "./list-expiring-credits";

process.env["CREDIT_EXPIRY_DAYS"] = "365";

beforeAll(testDatabase);
afterAll(closeDb);
beforeEach(async () => {
  await sqlPool().query(
    "delete from credit_expiry; update purchases set expired_at = now() where expired_at is null",
  );
});

const dayMs = 86_400_000;
const tenDollars = 10_000_000_000n;
/** Expiry was switched on long ago, so that only a purchase's own age counts. */
const switchedOn = () =>
  sqlPool().query("insert into credit_expiry (days, since) values (365, '2020-01-01')");
const daysFromNow = (days: number) => () => new Date(Date.now() + days * dayMs);

/** A purchase of $10.00 that was credited today. */
async function buy(actor: Actor): Promise<string> {
  const purchase = await createPurchase(actor);
  await applyStripeEvent(eventsOf(purchase).completed());
  return purchase.purchaseId;
}

function spend(workspaceId: string, amountNanos: bigint, key: string) {
  return transaction((tx) =>
    postTransfer(tx, {
      workspaceId,
      from: "wallet",
      to: "usage_revenue",
      amountNanos,
      code: "usage",
      idempotencyKey: `usage:${key}`,
    }),
  );
}

const balanceOf = async ({ workspaceId }: Actor) => (await getBalance(workspaceId)).balanceNanos;
const mailsTo = async (email: string) =>
  (
    await db().outboxMail.findMany({
      where: { recipient: email, kind: "credits_expiring" },
      orderBy: { id: "asc" },
    })
  ).map(({ subject }) => subject);

it("what is left of a purchase expires after a year, warned 30 and 7 days ahead, and only once", async () => {
  await switchedOn();
  const { actor, email, workspaceId } = await createWorkspace();
  const purchaseId = await buy(actor);
  await spend(workspaceId, 3_000_000_000n, "a");
  expect(await expireDueCredits(daysFromNow(330))).toEqual({ warned: 0, expired: 0 });
  expect(await expireDueCredits(daysFromNow(336))).toEqual({ warned: 1, expired: 0 });
  expect(await expireDueCredits(daysFromNow(337))).toEqual({ warned: 0, expired: 0 });
  expect(await listExpiringCredits(actor, daysFromNow(340))).toMatchObject([{ amountNanos: 7_000_000_000n }]);
  expect(await listExpiringCredits({ ...actor, role: "member" }, daysFromNow(340))).toEqual([]);
  await spend(workspaceId, 1_000_000_000n, "b");
  expect(await expireDueCredits(daysFromNow(359))).toEqual({ warned: 1, expired: 0 });
  expect(await expireDueCredits(daysFromNow(364))).toEqual({ warned: 0, expired: 0 });
  expect(await balanceOf(actor)).toBe(6_000_000_000n);
  await Promise.all([expireDueCredits(daysFromNow(366)), expireDueCredits(daysFromNow(366))]);
  expect(await balanceOf(actor)).toBe(0n);
  expect(await expireDueCredits(daysFromNow(367))).toEqual({ warned: 0, expired: 0 });
  const [first, second] = await mailsTo(email);
  expect(first).toMatch(/^\$7\.00 in credits expires on \w{3} \d+, \d{4}$/);
  expect(second).toMatch(/^\$6\.00 in credits expires on /);
  const expiry = await db().transfer.findMany({ where: { workspaceId, code: "expiry" } });
  expect(expiry).toMatchObject([
    {
      amountNanos: 6_000_000_000n,
      idempotencyKey: `expiry:purchase:${purchaseId}:1`,
      reason: "Expired: purchase of $10.00",
    },
  ]);
  const { checks } = await verifyLedger();
  expect(checks.filter(({ ok, name }) => !ok && /add up|wallet totals/.test(name))).toEqual([]);
});

it("the oldest credits are used first, a newer purchase and grants stay", async () => {
  await switchedOn();
  const { actor, workspaceId } = await createWorkspace({ credits: 5_000_000_000n });
  await buy(actor);
  const newer = await buy(actor);
  await db().purchase.update({ where: { id: newer }, data: { creditedAt: daysFromNow(100)() } });
  await spend(workspaceId, 12_000_000_000n, "a");
  await expireDueCredits(daysFromNow(358));
  await expireDueCredits(daysFromNow(366));
  // $25 in all, $12 used from the grant of $5 and from the first purchase, of which $3 expired.
  expect(await balanceOf(actor)).toBe(tenDollars);
});

it("what running requests hold expires when they end", async () => {
  await switchedOn();
  const { actor, workspaceId } = await createWorkspace();
  await buy(actor);
  const keyId = await createSpendingKey(workspaceId);
  const holdId = "0199a3c0-0000-7000-8000-00000000aaaa";
  expect(await holdExactly(workspaceId, keyId, 4_000_000_000n, holdId)).toMatchObject({ ok: true });
  await expireDueCredits(daysFromNow(358));
  await expireDueCredits(daysFromNow(366));
  expect(await balanceOf(actor)).toBe(4_000_000_000n);
  await sqlPool().query("delete from holds where id = $1", [holdId]);
  await sqlPool().query("update wallets set held_nanos = 0 where workspace_id = $1", [workspaceId]);
  await expireDueCredits(daysFromNow(367));
  expect(await balanceOf(actor)).toBe(0n);
});

it("nothing expires within a month of switching it on", async () => {
  const { actor, email } = await createWorkspace();
  await db().purchase.update({
    where: { id: await buy(actor) },
    data: { creditedAt: daysFromNow(-1_000)() },
  });
  expect(await expireDueCredits()).toEqual({ warned: 1, expired: 0 });
  expect(await expireDueCredits(daysFromNow(23.5))).toEqual({ warned: 1, expired: 0 });
  expect(await expireDueCredits(daysFromNow(29))).toEqual({ warned: 0, expired: 0 });
  expect(await balanceOf(actor)).toBe(tenDollars);
  expect(await expireDueCredits(daysFromNow(31))).toEqual({ warned: 0, expired: 1 });
  expect(await mailsTo(email)).toHaveLength(2);
});

it("a refunded purchase has nothing to expire", async () => {
  await switchedOn();
  const refunded = await createWorkspace();
  const purchase = await createPurchase(refunded.actor);
  await applyStripeEvent(eventsOf(purchase).completed());
  await applyStripeEvent(eventsOf(purchase).refunded(1_080));
  await expireDueCredits(daysFromNow(400));
  await expireDueCredits(daysFromNow(408));
  expect(await balanceOf(refunded.actor)).toBe(0n);
  expect(await mailsTo(refunded.email)).toEqual([]);
});

it("credits that pass their date without the last warning are warned of late, and expire a week after that", async () => {
  await switchedOn();
  const { actor, email } = await createWorkspace();
  const purchaseId = await buy(actor);
  expect(await expireDueCredits(daysFromNow(336))).toEqual({ warned: 1, expired: 0 });
  // Nothing ran for a month. The page names the date that the late warning will name.
  const late = daysFromNow(370);
  const week = new Date(late().getTime() + 7 * dayMs);
  const [before] = await listExpiringCredits(actor, late);
  expect(Math.abs((before?.expiresAt.getTime() ?? 0) - week.getTime())).toBeLessThan(60_000);
  expect(await expireDueCredits(late)).toEqual({ warned: 1, expired: 0 });
  expect(await expireDueCredits(daysFromNow(376))).toEqual({ warned: 0, expired: 0 });
  expect(await balanceOf(actor)).toBe(tenDollars);
  expect(await expireDueCredits(daysFromNow(377.01))).toEqual({ warned: 0, expired: 1 });
  expect(await balanceOf(actor)).toBe(0n);
  const subjects = await mailsTo(email);
  expect(subjects).toHaveLength(2);
  const { expiryWarnedAt } = await db().purchase.findUniqueOrThrow({ where: { id: purchaseId } });
  expect(subjects[1]).toBe(
    `$10.00 in credits expires on ${mailDay(new Date((expiryWarnedAt?.getTime() ?? 0) + 7 * dayMs))}`,
  );
});

it("a last warning that came late postpones the expiry to a week after it", async () => {
  await switchedOn();
  const { actor } = await createWorkspace();
  await buy(actor);
  expect(await expireDueCredits(daysFromNow(364))).toEqual({ warned: 1, expired: 0 });
  expect(await expireDueCredits(daysFromNow(366))).toEqual({ warned: 0, expired: 0 });
  expect(await balanceOf(actor)).toBe(tenDollars);
  expect(await expireDueCredits(daysFromNow(371.01))).toEqual({ warned: 0, expired: 1 });
});

it("auto top-up is agreed to with a sentence that names the expiry, and with no other", async () => {
  const { actor } = await createWorkspace();
  const facts = { product: product.name, terms: usualTerms, fee: feeTerms() };
  const agree = (expiryDays: number) =>
    setUpAutoTopUp(actor, {
      terms: usualTerms,
      agreedText: autoTopUpConsentText({ ...facts, expiryDays }),
      card: "saved",
    });
  expect(await agree(0)).toMatchObject({ code: "terms_changed" });
  expect(await agree(100)).toMatchObject({ code: "terms_changed" });
  expect(await agree(365)).toMatchObject({ code: "no_card" });
});

it("a due warning is not crowded out by thousands of purchases that were warned already", async () => {
  await switchedOn();
  const crowd = await createWorkspace();
  const { actor } = await createWorkspace();
  await buy(actor);
  // Credited a little earlier, warned 30 days ahead, and not due again for weeks.
  await sqlPool().query(
    `insert into purchases (id, workspace_id, user_id, state, credits_nanos, fee_nanos, total_cents, credited_at,
                            expiry_warned_days, expiry_warned_at)
     select gen_random_uuid(), $1, $2, 'credited', 10000000000, 800000000, 1080, now() - interval '1 day', 30, now()
       from generate_series(1, 5000)`,
    [crowd.workspaceId, crowd.userId],
  );
  expect(await expireDueCredits(daysFromNow(336))).toEqual({ warned: 1, expired: 0 });
});
