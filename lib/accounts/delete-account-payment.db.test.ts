import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeDb, db, sqlTransaction } from "@/lib/db/client";
import { nanosPerDollar } from "@/lib/kernel/money";
import { getBalance } from "@/lib/ledger/get-balance";
import { verifyLedger } from "@/lib/ledger/verify-ledger";
import { testDatabase } from "@/lib/testing/database";
import { untilWaitingForLock } from "@/lib/testing/locks";
import { applyStripeEvent, createPurchase, eventsOf } from "@/lib/testing/stripe-events";
import { createUser } from "./create-user";
import { deleteAccount } from "./delete-account";

beforeAll(testDatabase);
afterAll(closeDb);

const currentPassword = "violet anchor minute parsnip";
const tenDollars = 10n * nanosPerDollar;

/** An account with an open purchase of $10.00, whose payment arrives with `pay`. */
async function buyer() {
  const email = `ada-${randomUUID().slice(0, 8)}@example.test`;
  const created = await createUser({ email, password: currentPassword, verified: true });
  if (!created.ok) throw new Error(created.code);
  const { userId, workspaceId } = created.value;
  const purchase = await createPurchase({ userId, workspaceId, role: "owner" });
  const event = eventsOf(purchase).completed();
  // A new account may have free credits.
  const { balanceNanos: seen } = await getBalance(workspaceId);
  return {
    ...{ userId, workspaceId, purchase, event, seen },
    pay: () => applyStripeEvent(event),
    /** `unseen`: the person gives up whatever is there. */
    remove: (unseen?: "unseen") =>
      deleteAccount({
        ...{ userId, confirmation: email, currentPassword },
        ...(!unseen && { seenNanos: seen }),
      }),
  };
}

type Buyer = Awaited<ReturnType<typeof buyer>>;

/** Where the $10.00 are: still in the account, given up with it, or on their way back to the payer. */
async function placeOf({ workspaceId, userId, purchase, event, seen }: Buyer) {
  // A deadlock would have cost the event an attempt.
  expect(await db().stripeEvent.findUniqueOrThrow({ where: { id: event.id } })).toMatchObject({
    outcome: "applied",
    attempts: 1,
  });
  const [user, balance, bought, forfeits, unmatched] = await Promise.all([
    db().user.findUniqueOrThrow({ where: { id: userId } }),
    getBalance(workspaceId),
    db().purchase.findUniqueOrThrow({ where: { id: purchase.purchaseId, workspaceId } }),
    db().transfer.findMany({ where: { workspaceId, code: "forfeit" } }),
    db().unmatchedPayment.findMany({ where: { workspaceId } }),
  ]);
  const found = {
    isDeleted: user.deletedAt !== null,
    balance: balance.balanceNanos,
    state: bought.state,
    forfeited: forfeits.map(({ amountNanos }) => amountNanos),
    unmatched: unmatched.map(({ reason, state }) => `${reason} ${state}`),
  };
  const credited = { state: "credited", unmatched: [] };
  if (!found.isDeleted) {
    expect(found).toEqual({ isDeleted: false, balance: seen + tenDollars, ...credited, forfeited: [] });
    return "kept";
  }
  if (found.state === "credited") {
    expect(found).toEqual({ isDeleted: true, balance: 0n, ...credited, forfeited: [seen + tenDollars] });
    return "forfeited";
  }
  expect(found).toEqual({
    ...{ isDeleted: true, balance: 0n, state: "failed", forfeited: seen > 0n ? [seen] : [] },
    unmatched: ["deleted_account refunding"],
  });
  return "refunded";
}

describe("a payment beside the deletion of its account", () => {
  it("is forfeited with the account when it was credited before", async () => {
    const one = await buyer();
    expect(await one.pay()).toEqual({ outcome: "applied" });
    expect(await one.remove("unseen")).toMatchObject({ ok: true });
    expect(await placeOf(one)).toBe("forfeited");
  });

  it("keeps the account when the person did not see it", async () => {
    const one = await buyer();
    await one.pay();
    expect(await one.remove()).toMatchObject({ ok: false, code: "credits_changed" });
    expect(await placeOf(one)).toBe("kept");
  });

  it("is refunded when the account was deleted before", async () => {
    const one = await buyer();
    expect(await one.remove()).toMatchObject({ ok: true });
    expect(await one.pay()).toEqual({ outcome: "applied" });
    expect(await placeOf(one)).toBe("refunded");
  });

  it.each([
    { first: "payment", place: "kept" },
    { first: "deletion", place: "refunded" },
  ])("is never lost when both wait for the same lock, the $first first", async ({ first, place }) => {
    for (let round = 0; round < 5; round += 1) {
      const one = await buyer();
      const calls = [() => one.pay(), () => one.remove()];
      if (first === "deletion") calls.reverse();
      const running: Promise<unknown>[] = [];
      await sqlTransaction(async (client) => {
        await client.query("select from workspaces where id = $1 for update", [one.workspaceId]);
        for (const [index, call] of calls.entries()) {
          running.push(call());
          await untilWaitingForLock(index + 1);
        }
      });
      await Promise.all(running);
      expect(await placeOf(one)).toBe(place);
    }
  });

  it("is never lost when many are deleted and paid at the same time", async () => {
    const buyers = await Promise.all(Array.from({ length: 16 }, buyer));
    await Promise.all(
      buyers.flatMap((one, index) => {
        const removal = () => one.remove(index % 4 === 0 ? "unseen" : undefined);
        return index % 2 === 0 ? [one.pay(), removal()] : [removal(), one.pay()];
      }),
    );
    const places = await Promise.all(buyers.map(placeOf));
    expect(places).toHaveLength(16);
    const { checks } = await verifyLedger();
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });
});
