import { uuidv7 } from "uuidv7";
import { afterAll, describe, expect, it } from "vitest";
import { closeDb, db, sqlPool, transaction } from "@/lib/db/client";
import { asOwner, testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { forfeitCredits } from "./forfeit-credits";
import { getBalance } from "./get-balance";
import { grantCredits } from "./grant-credits";
import { postTransfer } from "./post-transfer";
import type { TransferInput } from "./rules/transfer-input";
import { verifyLedger } from "./verify-ledger";

await testDatabase();
afterAll(closeDb);

function purchase(workspaceId: string, change: Partial<TransferInput> = {}): TransferInput {
  return {
    workspaceId,
    from: "stripe_clearing",
    to: "wallet",
    amountNanos: 10_000_000_000n,
    code: "purchase",
    idempotencyKey: "purchase:1",
    purchased: true,
    ...change,
  };
}

describe("postTransfer", () => {
  it("moves money once per key, no matter how many callers run concurrently", async () => {
    const { workspaceId } = await createWorkspace();
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, () => transaction((tx) => postTransfer(tx, purchase(workspaceId)))),
    );
    const ids = new Set(outcomes.map((outcome) => (outcome.ok ? outcome.value.transferId : "refused")));
    expect(ids.size).toBe(1);
    expect(outcomes.filter((outcome) => outcome.ok && !outcome.value.replayed)).toHaveLength(1);
    expect(await getBalance(workspaceId)).toMatchObject({
      balanceNanos: 10_000_000_000n,
      purchasedNanos: 10_000_000_000n,
    });
  });

  it("rejects the same key with different input, and changes nothing", async () => {
    const { workspaceId } = await createWorkspace();
    await transaction((tx) => postTransfer(tx, purchase(workspaceId)));
    for (const change of [
      { amountNanos: 1n },
      { code: "grant" as const },
      { purchased: false },
      { reason: "other" },
    ]) {
      const outcome = await transaction((tx) => postTransfer(tx, purchase(workspaceId, change)));
      expect(outcome).toMatchObject({ ok: false, code: "idempotency_conflict" });
    }
    expect((await getBalance(workspaceId)).balanceNanos).toBe(10_000_000_000n);
  });

  it("scopes a key to its workspace", async () => {
    const [first, second] = [await createWorkspace(), await createWorkspace()];
    await transaction((tx) => postTransfer(tx, purchase(first.workspaceId)));
    const outcome = await transaction((tx) => postTransfer(tx, purchase(second.workspaceId)));
    expect(outcome).toMatchObject({ ok: true, value: { replayed: false } });
  });

  it("creates one platform account per kind, no matter how many callers need it first", async () => {
    const created = await Promise.all(Array.from({ length: 8 }, () => createWorkspace()));
    await Promise.all(
      created.map(({ workspaceId }) =>
        transaction((tx) =>
          postTransfer(tx, purchase(workspaceId, { from: "corrections", code: "correction" })),
        ),
      ),
    );
    const { rows } = await sqlPool().query("select 1 from ledger_accounts where kind = 'corrections'");
    expect(rows).toHaveLength(1);
  });

  it("takes purchased credits back below zero, but never the total of purchased credits", async () => {
    const { workspaceId } = await createWorkspace();
    await transaction((tx) => postTransfer(tx, purchase(workspaceId)));
    const back = {
      from: "wallet",
      to: "stripe_clearing",
      amountNanos: 11_000_000_000n,
      code: "refund",
      idempotencyKey: "refund:1",
    } as const;
    await transaction((tx) => postTransfer(tx, purchase(workspaceId, back)));
    expect(await getBalance(workspaceId)).toMatchObject({
      balanceNanos: -1_000_000_000n,
      purchasedNanos: 0n,
    });
  });

  it("leaves no trace when the surrounding transaction fails", async () => {
    const { workspaceId } = await createWorkspace();
    await expect(
      transaction(async (tx) => {
        await postTransfer(tx, purchase(workspaceId));
        throw new Error("later step");
      }),
    ).rejects.toThrow("later step");
    expect((await getBalance(workspaceId)).balanceNanos).toBe(0n);
  });

  it("keeps history from being changed, removed or emptied in the database, even by the owner of the tables", async () => {
    const { workspaceId } = await createWorkspace({ credits: 5n });
    for (const statement of [
      `update transfers set amount_nanos = 1 where workspace_id = '${workspaceId}'`,
      `delete from transfers where workspace_id = '${workspaceId}'`,
      "truncate transfers cascade",
      `update ledger_accounts set kind = 'promotions' where workspace_id = '${workspaceId}'`,
      `delete from ledger_accounts where workspace_id = '${workspaceId}'`,
    ]) {
      // The product's role lacks the privilege; triggers stop the owner.
      await expect(sqlPool().query(statement)).rejects.toMatchObject({ code: "42501" });
      await expect(asOwner((client) => client.query(statement))).rejects.toMatchObject({ code: "23001" });
    }
  });
});

describe("operator grants and the closing of a wallet", () => {
  it("grants once per key, with the reason in the history", async () => {
    const { workspaceId } = await createWorkspace();
    const grant = { workspaceId, amountNanos: 7n, reason: "Apology", idempotencyKey: "g1" };
    await grantCredits({ userId: null }, grant);
    expect(await grantCredits({ userId: null }, grant)).toMatchObject({
      ok: true,
      value: { replayed: true },
    });
    const history = { where: { workspaceId }, select: { code: true, amountNanos: true, reason: true } };
    expect(await db().transfer.findMany(history)).toEqual([
      { code: "grant", amountNanos: 7n, reason: "Apology" },
    ]);
    const nowhere = await grantCredits({ userId: null }, { ...grant, workspaceId: uuidv7() });
    expect(nowhere).toMatchObject({ ok: false, code: "workspace_missing" });
  });

  it("forfeits the remaining credits once", async () => {
    const { workspaceId } = await createWorkspace({ credits: 9n });
    const input = { workspaceId, reason: "Account deleted", idempotencyKey: "forfeit" };
    expect(await transaction((tx) => forfeitCredits(tx, input))).toBe(9n);
    expect(await transaction((tx) => forfeitCredits(tx, input))).toBe(9n);
    expect((await getBalance(workspaceId)).balanceNanos).toBe(0n);
  });
});

describe("verifyLedger", () => {
  it("passes a clean ledger and names tampered rows", async () => {
    expect((await verifyLedger()).checks.filter(({ ok }) => !ok)).toEqual([]);
    const { workspaceId } = await createWorkspace({ credits: 5n });
    await sqlPool().query(
      "update wallets set credited_nanos = credited_nanos + 1, held_nanos = 1 where workspace_id = $1",
      [workspaceId],
    );
    const broken = (await verifyLedger()).checks.filter(({ ok }) => !ok);
    expect(broken.map(({ name }) => name)).toEqual([
      "accounts add up to zero",
      "wallet totals equal their transfers",
      "wallets hold what their open holds say",
    ]);
    expect(broken[1]?.detail).toContain(workspaceId);
    await sqlPool().query(
      "update wallets set credited_nanos = credited_nanos - 1, held_nanos = 0 where workspace_id = $1",
      [workspaceId],
    );
  });
});
