import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDb } from "@/lib/db/client";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { applyStripeEvent, createPurchase, eventsOf } from "@/lib/testing/stripe-events";
import { findPurchase } from "./find-purchase";
import { listReversals } from "./list-reversals";

beforeAll(testDatabase);
afterAll(closeDb);

it("lists what happened to a payment, for owners and admins of its workspace", async () => {
  const { actor } = await createWorkspace();
  const { actor: other } = await createWorkspace();
  const purchase = await createPurchase(actor);
  const { purchaseId } = purchase;
  const events = eventsOf(purchase);
  await applyStripeEvent(events.completed());
  const none = { refundedNanos: 0n, refunds: [], disputes: [] };
  expect(await listReversals(actor, purchaseId)).toEqual(none);

  await applyStripeEvent(events.refund(1, 400));
  await applyStripeEvent(events.refund(2, 100, "pending"));
  await applyStripeEvent(events.refund(2, 100, "failed"));
  const refunded = await listReversals(actor, purchaseId);
  expect(refunded).toMatchObject({
    refundedNanos: 4_000_000_000n,
    refunds: [
      { amountNanos: 4_000_000_000n, status: "succeeded" },
      { amountNanos: 1_000_000_000n, status: "failed" },
    ],
    disputes: [],
  });
  expect(await findPurchase(actor, purchaseId)).toMatchObject({ label: "partly_refunded" });

  await applyStripeEvent(events.disputeCreated());
  expect((await listReversals(actor, purchaseId)).disputes).toMatchObject([
    { amountNanos: 10_800_000_000n, status: "open" },
  ]);
  await applyStripeEvent(events.disputeClosed("won"));
  expect((await listReversals(actor, purchaseId)).disputes).toMatchObject([{ status: "won" }]);
  for (const reader of [other, { ...actor, role: "member" as const }])
    expect(await listReversals(reader, purchaseId)).toEqual(none);
  expect(await listReversals(actor, "not an id")).toEqual(none);
});

it("states a refund of which only the charge tells", async () => {
  const { actor } = await createWorkspace();
  const purchase = await createPurchase(actor);
  const events = eventsOf(purchase);
  await applyStripeEvent(events.completed());
  await applyStripeEvent(events.refunded(400));
  expect(await listReversals(actor, purchase.purchaseId)).toMatchObject({
    refundedNanos: 4_000_000_000n,
    refunds: [],
  });
});
