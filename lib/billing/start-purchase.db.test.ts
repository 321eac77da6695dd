import { afterAll, beforeAll, expect, it } from "vitest";
import { closeDb, db } from "@/lib/db/client";
import { parseDollars } from "@/lib/kernel/money";
import { startStripe } from "@/lib/sandbox/start-stripe";
import { testDatabase } from "@/lib/testing/database";
import { testEnvironment } from "@/lib/testing/environment";
import { createWorkspace } from "@/lib/testing/factories";
import { startPurchase } from "./start-purchase";

let stripe: Awaited<ReturnType<typeof startStripe>>;

beforeAll(async () => {
  await testDatabase();
  stripe = await startStripe({
    port: 0,
    webhookUrl: "http://127.0.0.1:9/api/webhooks/stripe",
    webhookSecret: testEnvironment["STRIPE_WEBHOOK_SECRET"] ?? "",
  });
  process.env["STRIPE_API_BASE"] = stripe.url;
});
afterAll(async () => {
  await stripe.stop();
  await closeDb();
});

const ten = parseDollars("10") ?? 0n;

it("a workspace has at most 20 unpaid purchases, however many start concurrently", async () => {
  const { actor, workspaceId } = await createWorkspace();
  const { actor: neighbor } = await createWorkspace();
  const begun = await Promise.all(
    Array.from({ length: 30 }, () => startPurchase(actor, { creditsNanos: ten })),
  );
  expect(begun.filter(({ ok }) => ok)).toHaveLength(20);
  expect(begun.find(({ ok }) => !ok)).toMatchObject({
    code: "too_many_open",
    message: expect.stringContaining("20 unpaid"),
  });
  expect(await db().purchase.count({ where: { workspaceId } })).toBe(20);
  expect((await startPurchase(neighbor, { creditsNanos: ten })).ok).toBe(true);
  await db().purchase.updateMany({ where: { workspaceId }, data: { state: "expired" } });
  expect((await startPurchase(actor, { creditsNanos: ten })).ok).toBe(true);
});
