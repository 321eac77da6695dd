import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDb, db, transaction } from "@/lib/db/client";
import { nanosPerDollar } from "@/lib/kernel/money";
import { postTransfer } from "@/lib/ledger/post-transfer";
import { testDatabase } from "@/lib/testing/database";
import { createUser } from "./create-user";
import { deleteAccount } from "./delete-account";

beforeAll(testDatabase);
afterAll(closeDb);

const password = "violet anchor minute parsnip";

it("is refused when more credits would be lost than the person saw, and not when fewer", async () => {
  const created = await createUser({
    email: `ada-${randomUUID().slice(0, 8)}@example.test`,
    password,
    verified: true,
  });
  if (!created.ok) throw new Error(created.code);
  const { userId, workspaceId, email } = created.value;
  const credit = (nanos: bigint, idempotencyKey: string) =>
    transaction((tx) =>
      postTransfer(tx, {
        workspaceId,
        from: "promotions",
        to: "wallet",
        amountNanos: nanos,
        code: "grant",
        idempotencyKey,
      }),
    );
  await credit(2n * nanosPerDollar, "before");
  const input = { userId, confirmation: email, currentPassword: password, seenNanos: 2n * nanosPerDollar };
  await credit(25n * nanosPerDollar, "meanwhile");
  expect(await deleteAccount(input)).toMatchObject({ ok: false, code: "credits_changed" });
  expect((await db().user.findUniqueOrThrow({ where: { id: userId } })).deletedAt).toBeNull();
  expect(await deleteAccount({ ...input, seenNanos: 30n * nanosPerDollar })).toMatchObject({ ok: true });
});
