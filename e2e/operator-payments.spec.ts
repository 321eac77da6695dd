import { randomUUID } from "node:crypto";
import { uuidv7 } from "uuidv7";
import { db } from "@/lib/db/client";
import { findAccount, makeAccount, operatorAccount } from "./support/accounts";
import { orderStripe } from "./support/sandbox";
import { expect, expectFieldError, expectSoundEverywhere, test } from "./support/test";

const operator = { email: "operator@example.test" };

test.beforeAll(async () => {
  await operatorAccount();
});
test.beforeEach(async ({ signIn }) => {
  await signIn(await findAccount(operator.email));
});

test("a payment without a purchase is listed until it is closed with a note", async ({ page }) => {
  const paymentIntentId = `pi_${randomUUID().replaceAll("-", "")}`;
  const money = { amountCents: 2_550, currency: "eur", paidAt: new Date(), reason: "unknown_purchase" };
  await db().unmatchedPayment.create({ data: { paymentIntentId, ...money }, select: { state: true } });
  await page.goto("/operator/payments");
  const section = page.getByRole("region", { name: "Unmatched payments" });
  const row = section.getByRole("row").filter({ hasText: paymentIntentId });
  await expect(row).toContainText("25.50 EUR");
  await expect(row).toContainText("Made outside of a purchase");
  await expectSoundEverywhere(page);
  await row.getByRole("button", { name: "Close" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByLabel("Note").fill("ok");
  await dialog.getByRole("button", { name: "Close payment" }).click();
  await expectFieldError(dialog.getByLabel("Note"), /what was done/);
  await dialog.getByLabel("Note").fill("Refunded by bank transfer");
  await dialog.getByRole("button", { name: "Close payment" }).click();
  const readPayment = () => db().unmatchedPayment.findUniqueOrThrow({ where: { paymentIntentId } });
  await expect.poll(async () => (await readPayment()).state).toBe("resolved");
  expect(await readPayment()).toMatchObject({ note: "Refunded by bank transfer" });
  await expect(dialog).toHaveCount(0);
  await expect(row).toHaveCount(0);
});

test("a refund that Stripe rejects is shown with its error, and can be ended", async ({ page }) => {
  const paymentIntentId = `pi_${randomUUID().replaceAll("-", "")}`;
  await db().unmatchedPayment.create({
    data: {
      ...{ paymentIntentId, amountCents: 1_200, currency: "usd", paidAt: new Date() },
      ...{ reason: "amount_mismatch", state: "refunding", attempts: 3, error: "charge_disputed" },
      nextTryAt: new Date(Date.now() + 3_600_000),
    },
    select: { state: true },
  });
  await page.goto("/operator/payments");
  await expect(page.getByRole("list", { name: "State of the installation" })).toContainText("1 unmatched");
  const section = page.getByRole("region", { name: "Unmatched payments" });
  const row = section.getByRole("row").filter({ hasText: paymentIntentId });
  await expect(row).toContainText("Amount differs from its purchase");
  await expect(row).toContainText("Refund failed");
  await expect(row).toContainText("The payment is disputed");
  await expect(row.getByRole("button", { name: "Try again" })).toBeVisible();
  await expect(row.getByRole("button", { name: "Keep" })).toBeVisible();
  await expectSoundEverywhere(page);
  await row.getByRole("button", { name: "Mark as refunded elsewhere" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByLabel("Note").fill("By bank transfer");
  await dialog.getByRole("button", { name: "Mark as refunded" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(row).toHaveCount(0);
  expect(await db().unmatchedPayment.findUniqueOrThrow({ where: { paymentIntentId } })).toMatchObject({
    state: "resolved",
    note: "Refunded elsewhere: By bank transfer",
  });
});

test("a refund that the payer's bank returned waits for a decision, with its error", async ({ page }) => {
  const paymentIntentId = `pi_${randomUUID().replaceAll("-", "")}`;
  await db().unmatchedPayment.create({
    data: {
      ...{ paymentIntentId, amountCents: 1_200, currency: "usd", paidAt: new Date() },
      ...{ reason: "second_payment", state: "held", attempts: 1, error: "refund_failed" },
    },
    select: { state: true },
  });
  try {
    await page.goto("/operator/payments");
    await expect(page.getByRole("list", { name: "State of the installation" })).toContainText("1 unmatched");
    const row = page.getByRole("row").filter({ hasText: paymentIntentId });
    await expect(row).toContainText("Refund failed");
    await expect(row).toContainText("The payer's bank didn't take the refund");
    await expect(row).toContainText("1 attempt, and none is planned");
    for (const name of ["Try again", "Keep", "Mark as refunded elsewhere"])
      await expect(row.getByRole("button", { name })).toBeVisible();
    await expectSoundEverywhere(page);
  } finally {
    await db().unmatchedPayment.delete({ where: { paymentIntentId }, select: { state: true } });
  }
});

test("an automatic charge without its invoice is listed until the invoice is begun anew", async ({
  page,
}) => {
  const { actor } = await makeAccount();
  const { workspaceId } = actor;
  const purchaseId = uuidv7();
  const startedAt = new Date(Date.now() - 30 * 3_600_000);
  await db().autoTopUpAttempt.create({
    data: {
      ...{ purchaseId, workspaceId, consentId: uuidv7(), customerId: "cus_1", paymentMethodId: "pm_1" },
      ...{ idempotencyKey: `auto_top_up:${purchaseId}`, totalCents: 2_638, description: "Credits" },
      ...{ startedAt, nextStepAt: startedAt, endedAt: startedAt, outcome: "succeeded" },
      ...{ invoiceSteps: 9, invoiceBegunAt: startedAt, invoiceError: "rejected" },
    },
    select: { purchaseId: true },
  });
  await page.goto("/operator/payments");
  const row = page.getByRole("region", { name: "Missing invoices" }).getByRole("row").filter({
    hasText: "Given up",
  });
  await expect(row).toContainText("Stripe rejected the invoice.");
  await expectSoundEverywhere(page);
  await row.getByRole("button", { name: "Try again" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Write this invoice again" });
  await expect(dialog).toContainText("The card isn’t charged.");
  await dialog.getByRole("button", { name: "Write invoice" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText("Given up")).toHaveCount(0);
  expect(await db().autoTopUpAttempt.findUniqueOrThrow({ where: { purchaseId } })).toMatchObject({
    invoiceRound: 1,
    invoiceBegunAt: null,
    invoiceNextAt: expect.any(Date),
  });
  await expect(page.getByText("Not written yet")).toBeVisible();
  await db().autoTopUpAttempt.update({
    where: { purchaseId },
    data: { invoiceNextAt: null },
    select: { purchaseId: true },
  });
  await page.reload();
  await row.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Close missing invoice" }).click();
  await expect(page.getByRole("region", { name: "Missing invoices" })).toHaveCount(0);
  await db().autoTopUpAttempt.delete({ where: { purchaseId }, select: { purchaseId: true } });
});

test("a payment without a purchase is refunded at Stripe once, with the operator's button", async ({
  page,
}) => {
  const { id, latest_charge: charge } = await orderStripe("pay", { amount: 2_550 });
  const paymentIntentId = String(id);
  const money = { amountCents: 2_550, currency: "usd", paidAt: new Date(), reason: "unknown_purchase" };
  await db().unmatchedPayment.create({ data: { paymentIntentId, ...money }, select: { state: true } });
  await page.goto("/operator/payments");
  const row = page.getByRole("row").filter({ hasText: paymentIntentId });
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await expect(row).toContainText("$25.50");
    await expect(row.getByText("Needs a decision")).toBeVisible();
    const button = await row.getByRole("button", { name: "Refund" }).boundingBox();
    for (const text of ["Made outside of a purchase", "Needs a decision"]) {
      const box = await row.getByText(text).boundingBox();
      if (!button || !box) throw new Error("the row is not shown");
      const isBeside = button.x >= box.x + box.width || box.x >= button.x + button.width;
      expect(isBeside || button.y >= box.y + box.height || box.y >= button.y + button.height).toBe(true);
    }
  }
  await expectSoundEverywhere(page);
  await row.getByRole("button", { name: "Refund" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Refund $25.50" });
  await expect(dialog).toContainText("This can't be undone.");
  await expectSoundEverywhere(page);
  await dialog.getByRole("button", { name: "Refund payment" }).dblclick();
  await expect(dialog).toHaveCount(0);
  const readPayment = () => db().unmatchedPayment.findUniqueOrThrow({ where: { paymentIntentId } });
  await expect.poll(async () => (await readPayment()).state, { timeout: 75_000 }).toBe("refunded");
  await page.reload();
  await expect(row).toHaveCount(0);
  // Nothing is left that could be refunded again.
  await expect(orderStripe("refund", { charge })).rejects.toThrow("400");
});
