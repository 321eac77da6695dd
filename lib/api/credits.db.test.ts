import { afterAll, beforeAll, expect, test } from "vitest";
import { createTenant, issueKey, startApi, type Tenant, type TestApi } from "@/lib/testing/api";
import { applyStripeEvent, createPurchase, eventsOf } from "@/lib/testing/stripe-events";

let api: TestApi;
let tenant: Tenant;
let secret: string;

beforeAll(async () => {
  api = await startApi();
  tenant = await createTenant();
  secret = (await issueKey(tenant, { kind: "management" })).secret;
});
afterAll(() => api.stop());

type Totals = { readonly total_credits: number; readonly total_usage: number };

async function totals(): Promise<Totals> {
  const response = await api.call("/credits", { secret });
  expect(response.status).toBe(200);
  return ((await response.json()) as { data: Totals }).data;
}

test("refunds and disputes change the credits bought, never the usage", async () => {
  const start = await totals();
  const credits = (bought: number, usage = start.total_usage) => ({
    total_credits: start.total_credits + bought,
    total_usage: usage,
  });
  const events = eventsOf(await createPurchase(tenant.actor));
  await applyStripeEvent(events.completed());
  await applyStripeEvent(events.intentSucceeded());
  expect(await totals()).toEqual(credits(10));

  const completion = await api.call("/chat/completions", {
    secret: tenant.secret,
    body: { model: "sandbox/heron", messages: [{ role: "user", content: "Hi" }], max_tokens: 8 },
  });
  const { usage } = (await completion.json()) as { usage: { cost: number } };
  expect(usage.cost).toBeGreaterThan(0);
  const used = start.total_usage + usage.cost;
  await expect.poll(async () => (await totals()).total_usage).toBeCloseTo(used, 9);

  const { total_usage: spent } = await totals();
  await applyStripeEvent(events.refunded(540));
  await applyStripeEvent(events.refunded(540));
  // A partial refund takes back the dollars that were refunded, once however often Stripe reports it.
  expect(await totals()).toEqual(credits(4.6, spent));

  const disputed = eventsOf(await createPurchase(tenant.actor));
  await applyStripeEvent(disputed.intentSucceeded());
  expect(await totals()).toEqual(credits(14.6, spent));
  await applyStripeEvent(disputed.disputeCreated());
  expect(await totals()).toEqual(credits(4.6, spent));
  await applyStripeEvent(disputed.disputeClosed("won"));
  expect(await totals()).toEqual(credits(14.6, spent));
});
