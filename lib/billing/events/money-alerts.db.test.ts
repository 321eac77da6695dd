import { afterAll, beforeAll, expect, it } from "vitest";
import { listNotices } from "@/lib/alerts/notices";
import { closeDb, db } from "@/lib/db/client";
import { subjectsTo, titlesOf } from "@/lib/testing/alerts";
import { testDatabase } from "@/lib/testing/database";
import { createWorkspace } from "@/lib/testing/factories";
import { applyStripeEvent, createPurchase, eventsOf } from "@/lib/testing/stripe-events";

beforeAll(testDatabase);
afterAll(closeDb);

async function setUp() {
  const workspace = await createWorkspace();
  const purchase = await createPurchase(workspace.actor);
  return { ...workspace, purchase, events: eventsOf(purchase) };
}

it("a refund, a dispute and its end are alerts, however often they are reported", async () => {
  const { events, ...made } = await setUp();
  for (const event of [
    events.completed(),
    ...[events.refunded(400), events.refunded(400)],
    ...[events.disputeCreated(), events.disputeCreated(), events.disputeClosed("won")],
  ])
    await applyStripeEvent(event);
  const titles = [
    "Refund of $4.00 for a purchase of $10.00",
    "Dispute of $10.80 opened for a purchase of $10.00",
    "Dispute of $10.80 won for a purchase of $10.00",
  ];
  expect(await titlesOf(made)).toEqual(titles.toReversed());
  expect(await subjectsTo(made.email)).toEqual(["Receipt: $10.80 paid, $10.00 added", ...titles]);
});

it("a pending payment that fails is an alert, one that was never made is not", async () => {
  const late = await setUp();
  await applyStripeEvent(late.events.completedUnpaid());
  await applyStripeEvent(late.events.asyncFailed());
  await applyStripeEvent(late.events.asyncFailed());
  expect(await titlesOf(late)).toEqual(["Payment failed: $10.00 in credits not added"]);
  expect(await subjectsTo(late.email)).toEqual(["Payment failed: $10.00 in credits not added"]);
  const abandoned = await setUp();
  await applyStripeEvent(abandoned.events.expired());
  expect(await titlesOf(abandoned)).toEqual([]);
});

it("members see no alert about money", async () => {
  const { events, workspaceId } = await setUp();
  const member = await createWorkspace();
  await db().member.create({ data: { workspaceId, userId: member.userId, role: "member" } });
  await applyStripeEvent(events.completed());
  await applyStripeEvent(events.refunded(1080));
  const { notices } = await listNotices({ userId: member.userId, workspaceId, role: "member" });
  expect(notices).toEqual([]);
  expect(await subjectsTo(member.email)).toEqual([]);
});
