import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { uuidv7 } from "uuidv7";
import { listAudit } from "@/lib/audit/list-audit";
import { closeDb, db } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { correctBalance } from "./correct-balance";
import { getBalance } from "./get-balance";
import { grantCredits } from "./grant-credits";
import { verifyLedger } from "./verify-ledger";

await testDatabase();
afterAll(closeDb);

const operator = { userId: uuidv7() };
const base = { reason: "Counted twice", mayGoNegative: false };

async function balanceOf(workspaceId: string) {
  return (await getBalance(workspaceId)).balanceNanos;
}

async function audited(workspaceId: string) {
  return (await listAudit(workspaceId, { limit: 100 })).toReversed();
}

describe("a correction", () => {
  it("adds and takes as a transfer, once per key, with a line in the audit log", async () => {
    const { workspaceId } = await createWorkspace({ credits: 10n });
    const taken = { ...base, workspaceId, amountNanos: -4n, idempotencyKey: randomUUID() };
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => correctBalance(operator, taken)));
    expect(outcomes.filter((each) => each.ok && !each.value.replayed)).toHaveLength(1);
    expect(await balanceOf(workspaceId)).toBe(6n);
    const added = await correctBalance(operator, { ...taken, amountNanos: 9n, idempotencyKey: randomUUID() });
    expect(await balanceOf(workspaceId)).toBe(15n);
    const transfers = await db().transfer.findMany({
      where: { workspaceId, code: "correction" },
      orderBy: { id: "asc" },
      select: {
        amountNanos: true,
        reason: true,
        actorUserId: true,
        debitAccount: { select: { kind: true } },
        creditAccount: { select: { kind: true } },
      },
    });
    const common = { reason: base.reason, actorUserId: operator.userId };
    const [wallet, corrections] = [{ kind: "wallet" }, { kind: "corrections" }];
    expect(transfers).toEqual([
      { ...common, amountNanos: 4n, debitAccount: wallet, creditAccount: corrections },
      { ...common, amountNanos: 9n, debitAccount: corrections, creditAccount: wallet },
    ]);
    const lines = await audited(workspaceId);
    expect(lines).toMatchObject([
      { action: "credits.corrected", after: { amount: "-0.000000004", reason: base.reason } },
      { action: "credits.corrected", after: { amount: "0.000000009" }, actorUserId: operator.userId },
    ]);
    expect(lines[1]?.targetId).toBe(added.ok ? added.value.transferId : null);
    expect((await verifyLedger()).ok).toBe(true);
  });

  it("takes below zero only when that is allowed, also with credits that are held", async () => {
    const { workspaceId } = await createWorkspace({ credits: 10n });
    await db().wallet.update({ where: { workspaceId }, data: { heldNanos: 3n } });
    const taken = { ...base, workspaceId, amountNanos: -8n, idempotencyKey: randomUUID() };
    expect(await correctBalance(operator, taken)).toMatchObject({
      ok: false,
      code: "below_zero",
      field: "amount",
    });
    expect(await balanceOf(workspaceId)).toBe(10n);
    expect(await audited(workspaceId)).toEqual([]);
    expect(await correctBalance(operator, { ...taken, amountNanos: -7n })).toMatchObject({ ok: true });
    const below = { ...taken, amountNanos: -20n, mayGoNegative: true, idempotencyKey: randomUUID() };
    expect(await correctBalance(operator, below)).toMatchObject({ ok: true });
    expect(await balanceOf(workspaceId)).toBe(-17n);
    // A repeated request returns what was done, without the permission too.
    expect(await correctBalance(operator, { ...below, mayGoNegative: false })).toMatchObject({
      ok: true,
      value: { replayed: true },
    });
  });

  it("is rejected for another input under the same key, and for an unknown workspace", async () => {
    const { workspaceId } = await createWorkspace({ credits: 10n });
    const first = { ...base, workspaceId, amountNanos: 1n, idempotencyKey: randomUUID() };
    await correctBalance(operator, first);
    expect(await correctBalance(operator, { ...first, amountNanos: 2n })).toMatchObject({
      ok: false,
      code: "idempotency_conflict",
    });
    expect(await correctBalance(operator, { ...first, workspaceId: uuidv7() })).toMatchObject({
      ok: false,
      code: "workspace_missing",
    });
  });
});

it("a grant is in the audit log too, once", async () => {
  const { workspaceId } = await createWorkspace();
  const grant = { workspaceId, amountNanos: 7n, reason: "Apology", idempotencyKey: "g1" };
  await grantCredits(operator, grant);
  await grantCredits(operator, grant);
  expect(await audited(workspaceId)).toMatchObject([
    { action: "credits.granted", after: { amount: "0.000000007", reason: "Apology" } },
  ]);
});
