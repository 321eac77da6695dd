import { randomUUID } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { db } from "@/lib/db/client";
import { balanceOf, findAccount, makeAccount, operatorAccount } from "./support/accounts";
import { dollars } from "./support/pages";
import { expect, expectFieldError, expectSoundEverywhere, test } from "./support/test";

const operator = { email: "operator@example.test" };

test.beforeAll(async () => {
  await operatorAccount();
});
test.beforeEach(async ({ signIn }) => {
  await signIn(await findAccount(operator.email));
});

test("the operator takes credits back, below zero only when that is allowed", async ({ page }) => {
  const person = await makeAccount({ credits: "2" });
  await page.goto(`/operator?account=${person.actor.workspaceId}`);
  const form = page.getByRole("form", { name: `Correct the balance of ${person.email}` });
  await form.getByText("Take credits").click();
  await form.getByLabel("Amount").fill("2.50");
  await form.getByLabel("Reason").fill("Granted twice");
  await form.getByRole("button", { name: "Correct the balance" }).click();
  await expectFieldError(form.getByLabel("Amount"), /would leave −\$0\.50 to spend/);
  await expectSoundEverywhere(page);
  expect(await balanceOf(person)).toBe(dollars("2"));
  await form.getByLabel("Allow a balance below zero").check();
  await form.getByRole("button", { name: "Correct the balance" }).click();
  await expect.poll(() => balanceOf(person)).toBe(dollars("-0.5"));
  await expect(form.getByText("Took $2.50.")).toBeVisible();
  await expect(page.getByRole("dialog")).toContainText("−$0.50");
});

test("an event that needs attention shows on the strip, and is retried once", async ({ page }) => {
  const id = `evt_${randomUUID().replaceAll("-", "")}`;
  await db().stripeEvent.create({
    data: {
      id,
      type: "charge.succeeded",
      createdAt: new Date(),
      outcome: "dead",
      attempts: 9,
      error: "Error 1",
      facts: { id: "ch_of_something_else", object: "charge", amount_refunded: 0 },
    },
    select: { id: true },
  });
  await page.goto("/operator");
  const strip = page.getByRole("list", { name: "State of the installation" });
  await strip.getByRole("link", { name: /Webhooks/ }).click();
  await expect(strip).toContainText("1 failed");
  await page.getByRole("link", { name: "Needs attention" }).click();
  await expect(page).toHaveURL(/filter=attention/);
  const row = page.getByRole("row").filter({ hasText: id });
  await expect(row).toContainText("Given up");
  await expect(row).toContainText("Error 1");
  await expectSoundEverywhere(page);
  await row.getByRole("button", { name: "Retry" }).click();
  await expect(page.getByText("Nothing needs attention")).toBeVisible();
  // No purchase belongs to it.
  await expect
    .poll(async () => (await db().stripeEvent.findUniqueOrThrow({ where: { id } })).outcome)
    .toBe("ignored");
});

test("an event that can't be read says so, and a retry doesn't hide it", async ({ page }) => {
  const id = `evt_${randomUUID().replaceAll("-", "")}`;
  await db().stripeEvent.create({
    data: {
      ...{ id, type: "charge.refunded", createdAt: new Date(), outcome: "dead", attempts: 1 },
      ...{ error: "unreadable", troubledAt: new Date() },
    },
    select: { id: true },
  });
  try {
    await page.goto("/operator/webhooks?filter=attention");
    const row = page.getByRole("row").filter({ hasText: id });
    await expect(row).toContainText("Given up");
    await expect(row).toContainText("isn't in the shape that Stripe documents");
    await expectSoundEverywhere(page);
    await row.getByRole("button", { name: "Retry" }).click();
    const readEvent = () => db().stripeEvent.findUniqueOrThrow({ where: { id } });
    await expect.poll(async () => (await readEvent()).retrySince).not.toBeNull();
    await expect.poll(async () => (await readEvent()).outcome).toBe("dead");
  } finally {
    await db().stripeEvent.delete({ where: { id }, select: { id: true } });
  }
});

test("the sheet of a purchase shows what Stripe said, and checks it now", async ({ page }) => {
  const person = await makeAccount();
  const { userId, workspaceId } = person.actor;
  const nextCheckAt = new Date(Date.now() + 86_400_000);
  const { id } = await db().purchase.create({
    data: {
      id: randomUUID(),
      ...{ userId, workspaceId, state: "pending", nextCheckAt, createdAt: new Date() },
      ...{ creditsNanos: dollars("10"), feeNanos: dollars("0.8"), totalCents: 1_080 },
      paymentIntentId: `pi_${randomUUID()}`,
    },
    select: { id: true },
  });
  const event = await db().stripeEvent.create({
    data: {
      id: `evt_${randomUUID().replaceAll("-", "")}`,
      ...{ type: "payment_intent.processing", createdAt: new Date(), outcome: "applied", attempts: 1 },
      ...{ purchaseId: id, facts: { id: "pi_1", amount: 1_080, currency: "usd" } },
    },
    select: { id: true },
  });
  try {
    await page.goto("/operator/payments?state=pending");
    await page.getByRole("link", { name: person.email }).click();
    await expect(page).toHaveURL(new RegExp(`state=pending&payment=${id}`));
    const sheet = page.getByRole("dialog");
    await expect(sheet).toContainText("payment_intent.processing");
    await sheet.getByText("Facts").click();
    await expect(sheet).toContainText("1080");
    await expect(sheet.getByRole("link", { name: "Open in Stripe" })).toHaveCount(0);
    await expectSoundEverywhere(page);
    await sheet.getByRole("button", { name: "Check now" }).click();
    // The simulator does not know the payment.
    await expect
      .poll(async () => (await db().purchase.findUniqueOrThrow({ where: { id } })).state, { timeout: 45_000 })
      .toBe("failed");
    await page.goto(`/operator/payments?payment=${randomUUID()}`);
    await expect(page.getByRole("dialog")).toContainText("Purchase not found");
  } finally {
    await db().stripeEvent.delete({ where: { id: event.id }, select: { id: true } });
    await db().purchase.delete({ where: { id }, select: { id: true } });
  }
});

test("a reconciliation that failed says why, beside the last result, until one succeeds", async ({
  page,
}) => {
  const create = (failure: string, finishedAt: Date) =>
    db().reconciliation.create({ data: { id: uuidv7(), failure, finishedAt }, select: { id: true } });
  const failed = page.getByText("Not finished");
  const ids: string[] = [];
  try {
    for (const [failure, reason] of [
      ["error", /the database did not respond/],
      ["timeout", /took longer than 10 minutes/],
      ["stripe", /Stripe did not respond or rejected a request/],
    ] as const) {
      // Ahead of the hourly run, which may end in between.
      ids.push((await create(failure, new Date(Date.now() + 5_000 + ids.length))).id);
      await page.goto("/operator/reconciliation");
      await expect(failed).toBeVisible();
      await expect(page.getByText(reason)).toBeVisible();
    }
    await expectSoundEverywhere(page);
  } finally {
    await db().reconciliation.deleteMany({ where: { id: { in: ids } } });
  }
  await page.getByRole("button", { name: "Reconcile now" }).click();
  await expect(page.getByRole("button", { name: "Reconcile now" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Reconcile now" })).toBeVisible({ timeout: 30_000 });
  await expect(failed).toHaveCount(0);
});

test("reconciliation runs on request and names what differs", async ({ page }) => {
  const { workspaceId, userId } = (await makeAccount()).actor;
  const finishedAt = new Date();
  const row = { kind: "missing", id: "pi_lost", purchaseId: null, workspaceId };
  const amounts = { ledgerNanos: "0", otherNanos: "10800000001", driftNanos: "10800000001" };
  const check = (name: string) => ({ name, driftNanos: "0", count: 0, rows: [] });
  const found = { name: "stripe", driftNanos: "10800000001", count: 1, rows: [{ ...row, ...amounts }] };
  const checks = [check("usage"), check("purchases"), found];
  const result = { checks, through: finishedAt.toISOString(), isComplete: true, read: 3, foreign: 1 };
  await db().reconciliation.create({
    data: { id: uuidv7(), requestedBy: userId, finishedAt, driftNanos: 10_800_000_001n, result },
    select: { id: true },
  });
  await page.goto("/operator/reconciliation");
  await expect(page.getByText("$10.800000001").first()).toBeVisible();
  const differing = page.getByRole("row").filter({ hasText: "pi_lost" });
  await expect(differing).toContainText("At Stripe, not in the ledger");
  await expect(differing.getByRole("link", { name: "Account" })).toHaveAttribute("href", /account=/);
  await expectSoundEverywhere(page);
  await page.getByRole("button", { name: "Reconcile now" }).click();
  // Without a reload: the page follows the job.
  await expect(differing).toHaveCount(0, { timeout: 30_000 });
  await expect(page.getByRole("button", { name: "Reconcile now" })).toBeVisible();
});
