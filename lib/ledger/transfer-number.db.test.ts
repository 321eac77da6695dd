import { afterAll, beforeAll, expect, it } from "vitest";
import { findTransactionNumber } from "@/lib/activity/transactions/find-transaction-number";
import { closeDb, transaction } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { postTransfer } from "./post-transfer";
import { transferNumber } from "./transfer-number";

beforeAll(testDatabase);
afterAll(closeDb);

it("numbers what changed the balance from 1, as its receipt shows it, without usage and fees", async () => {
  const { workspaceId, actor } = await createWorkspace({ credits: 100n });
  const post = (idempotencyKey: string, to: "wallet" | "purchase_fees") =>
    transaction(async (tx) => {
      const common = { workspaceId, from: "stripe_clearing", amountNanos: 5n, idempotencyKey } as const;
      await postTransfer(tx, { ...common, to, code: to === "wallet" ? "purchase" : "purchase_fee" });
      return transferNumber(tx, workspaceId, idempotencyKey);
    });
  expect(await post("purchase:a", "wallet")).toBe(2);
  await post("purchase_fee:a", "purchase_fees");
  expect(await post("purchase:b", "wallet")).toBe(3);
  expect(await findTransactionNumber(actor, "a")).toBe(2);
  expect(await findTransactionNumber(actor, "b")).toBe(3);
  expect(await findTransactionNumber(actor, "c")).toBeNull();
  const other = await createWorkspace();
  expect(await findTransactionNumber(other.actor, "a")).toBeNull();
});
