import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db/client";
import { msPerHour } from "@/lib/kernel/clock";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace, type MadeWorkspace } from "@/lib/testing/factories";
import { listUnsettledPurchases } from "./list-unsettled-purchases";
import type { PurchaseState } from "./rules/purchase-state";

beforeAll(async () => {
  await testDatabase();
});
afterAll(closeDb);

type Parts = {
  readonly state: PurchaseState;
  readonly failureCode?: string;
  readonly hoursAgo?: number;
};

async function purchase({ workspaceId, userId }: MadeWorkspace, parts: Parts): Promise<string> {
  const { state, failureCode = null, hoursAgo = 0 } = parts;
  const created = await db().purchase.create({
    data: {
      id: uuidv7(),
      workspaceId,
      userId,
      state,
      failureCode,
      creditsNanos: 10_000_000_000n,
      feeNanos: 800_000_000n,
      totalCents: 1_080,
      checkoutUrl: "https://pay.example.test/",
      creditedAt: state === "credited" ? new Date() : null,
      createdAt: new Date(Date.now() - hoursAgo * msPerHour),
    },
    select: { id: true },
  });
  return created.id;
}

it("lists declined, failed and pending purchases, and none that only wait to be paid", async () => {
  const made = await createWorkspace();
  await purchase(made, { state: "open" });
  await purchase(made, { state: "expired" });
  await purchase(made, { state: "failed", failureCode: "expired_card", hoursAgo: 25 });
  const failed = await purchase(made, { state: "failed", failureCode: "expired_card" });
  const pending = await purchase(made, { state: "pending", hoursAgo: 48 });
  const declined = await purchase(made, { state: "open", failureCode: "generic_decline" });
  const found = await listUnsettledPurchases(made.actor);
  expect(found.map(({ id }) => id)).toEqual([declined, pending, failed]);
  expect(found[0]).toMatchObject({ label: "declined", checkoutUrl: "https://pay.example.test/" });
});

it("forgets failures once a later purchase has arrived, but not what is pending", async () => {
  const made = await createWorkspace();
  await purchase(made, { state: "failed", failureCode: "expired_card" });
  await purchase(made, { state: "open", failureCode: "generic_decline" });
  const pending = await purchase(made, { state: "pending" });
  await purchase(made, { state: "credited" });
  const later = await purchase(made, { state: "open", failureCode: "generic_decline" });
  const found = await listUnsettledPurchases(made.actor);
  expect(found.map(({ id }) => id)).toEqual([later, pending]);
});

it("shows members and other workspaces nothing", async () => {
  const made = await createWorkspace();
  await purchase(made, { state: "pending" });
  expect(await listUnsettledPurchases({ ...made.actor, role: "member" })).toEqual([]);
  expect(await listUnsettledPurchases((await createWorkspace()).actor)).toEqual([]);
});
