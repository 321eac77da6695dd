import type { Page } from "@playwright/test";
import { db } from "@/lib/db/client";
import type { Account } from "./support/accounts";
import { available, dollars } from "./support/pages";
import { orderStripe } from "./support/sandbox";
import { whileTableIsAway } from "./support/trouble";
import { expect, expectFieldError, expectSoundEverywhere, signedInTest, test } from "./support/test";

const company = {
  "Company or person": "Analytical Engines Ltd",
  Address: "12 St James's Square",
  "Postal code": "SW1Y 4JH",
  City: "London",
  Reference: "Cost center 4711",
} as const;

async function fillProfile(page: Page): Promise<void> {
  const form = page.getByRole("form", { name: "Billing profile" });
  for (const [label, value] of Object.entries(company))
    await form.getByRole("textbox", { name: label, exact: label === "Address" }).fill(value);
  await form.getByLabel("Country").selectOption({ label: "United Kingdom" });
  await form.getByRole("combobox", { name: "Tax ID type" }).selectOption({ label: "United Kingdom: VAT" });
  await form.getByRole("textbox", { name: "Tax ID number" }).fill("gb 123 4567 89");
}

async function saveProfile(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Save billing profile" }).click();
}

/** Buys $10.00 with a PO number. */
async function buy(page: Page, reference: string): Promise<void> {
  await page.goto("/credits?add=10");
  await page.getByText("Add a PO number").click();
  await page.getByLabel("PO number").fill(reference);
  await page.getByRole("button", { name: "Pay $10.80" }).click();
  await page.getByLabel("Card number").fill("4242 4242 4242 4242");
  await page.getByRole("button", { name: "Pay" }).click();
  await expect(available(page, dollars("20"))).toBeVisible();
}

async function untilInvoiced({ actor: { workspaceId } }: Account): Promise<string> {
  const find = () =>
    db().purchase.findFirst({
      where: { workspaceId, invoiceUrl: { not: null }, receiptUrl: { not: null } },
      select: { id: true },
    });
  await expect.poll(async () => (await find())?.id ?? "", { timeout: 15_000 }).not.toBe("");
  return (await find())?.id ?? "";
}

for (const width of [1280, 390]) {
  test(`a company's profile and PO number are on its invoice, ${width} px wide`, async ({
    page,
    account,
  }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto("/credits");
    await page.getByRole("link", { name: "Add billing profile" }).click();
    await fillProfile(page);
    await saveProfile(page);
    await expect(page.getByText("Stripe gets it with your first purchase.")).toBeVisible();
    await buy(page, "PO 2026-17");
    const purchaseId = await untilInvoiced(account);

    await page.goto("/credits?tab=purchases");
    await expect(page.getByText("Reference on invoices: Cost center 4711")).toBeVisible();
    await expect(page.getByText("United Kingdom: VAT GB123456789")).toBeVisible();
    await expect(page.getByRole("row").filter({ hasText: "PO 2026-17" })).toBeVisible();
    await page.getByRole("link", { name: `Invoice for purchase ${purchaseId}` }).click();
    await expect(page.getByRole("heading", { name: /^Invoice \S+-0001$/ })).toBeVisible();
    for (const text of ["Analytical Engines Ltd", "GB VAT GB123456789", "Cost center 4711", "PO 2026-17"])
      await expect(page.getByText(text)).toBeVisible();

    await page.goto("/credits");
    await expect(page.getByRole("row").filter({ hasText: "PO 2026-17" })).toBeVisible();
    await page.goto(`/credits/purchases/${purchaseId}`);
    await expect(page.locator("dt", { hasText: "PO number" }).locator("+ dd")).toHaveText("PO 2026-17");
    const documents = page.getByRole("list", { name: "Documents" }).getByRole("link");
    await expect(documents).toHaveText([/^Invoice \S+-0001$/, "Invoice as PDF", "Stripe’s receipt"]);
  });

  signedInTest(`the portal for payment methods opens and returns, ${width} px wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto("/credits");
    await page.getByRole("button", { name: "Manage payment methods" }).click();
    await expect(page.getByRole("heading", { name: "Payment methods" })).toBeVisible();
    await page.getByRole("link", { name: "Return to the store" }).click();
    await expect(page).toHaveURL(/\/credits$/);
    await expect(page.getByText("Pay by card, Alipay, or stablecoin.")).toBeVisible();
  });
}

test("the profile is validated next to its fields, kept when rejected, and shown again", async ({
  page,
  account,
}) => {
  await page.goto("/credits/billing-profile");
  await expectSoundEverywhere(page);
  await fillProfile(page);
  const number = page.getByRole("textbox", { name: "Tax ID number" });
  await number.fill("123");
  await page.getByRole("textbox", { name: "Postal code" }).fill("");
  await saveProfile(page);
  await expectFieldError(number, /Such as GB123456789/);
  await expectFieldError(page.getByRole("textbox", { name: "Postal code" }), /Enter the postal code/);
  await expect(page.getByRole("textbox", { name: "Company or person" })).toHaveValue(
    "Analytical Engines Ltd",
  );
  await expectSoundEverywhere(page);
  expect(await db().billingProfile.count({ where: { workspaceId: account.actor.workspaceId } })).toBe(0);

  await page.getByRole("textbox", { name: "Postal code" }).fill("SW1Y 4JH");
  await number.fill("123456789");
  await saveProfile(page);
  await expect(page.getByText("Billing profile saved.")).toBeVisible();
  await page.reload();
  await expect(number).toHaveValue("GB123456789");
  await expect(page.getByLabel("Country")).toHaveValue("GB");
  await page.getByRole("link", { name: "Credits" }).first().click();
  await expect(page.getByRole("link", { name: "Edit billing profile" })).toBeVisible();
  await expectSoundEverywhere(page);
});

test("a tab that shows an older billing profile can't undo what another tab saved", async ({
  page,
  account,
}) => {
  await page.goto("/credits/billing-profile");
  const stale = await page.context().newPage();
  await stale.goto("/credits/billing-profile");
  await fillProfile(page);
  await saveProfile(page);
  await expect(page.getByText("Billing profile saved.")).toBeVisible();
  // The tab that saved may save again.
  await page.getByRole("textbox", { name: "Reference" }).fill("Cost center 4712");
  await saveProfile(page);
  const read = () => db().billingProfile.findUnique({ where: { workspaceId: account.actor.workspaceId } });
  await expect.poll(async () => (await read())?.reference).toBe("Cost center 4712");

  await fillProfile(stale);
  await stale.getByRole("textbox", { name: "Company or person" }).fill("An older name");
  await saveProfile(stale);
  await expect(stale.getByText("the billing profile was changed meanwhile")).toBeVisible();
  await expect(stale.getByRole("textbox", { name: "Company or person" })).toHaveValue("An older name");
  await expectSoundEverywhere(stale);
  await stale.reload();
  await expect(stale.getByRole("textbox", { name: "Reference" })).toHaveValue("Cost center 4712");
  await stale.getByRole("textbox", { name: "Company or person" }).fill("A newer name");
  await saveProfile(stale);
  await expect.poll(async () => (await read())?.name).toBe("A newer name");
});

test("while Stripe is away, the profile is saved and says so, and the portal can be tried again", async ({
  page,
  account,
}) => {
  await page.goto("/credits");
  await page.getByRole("button", { name: "Manage payment methods" }).click();
  await expect(page.getByRole("heading", { name: "Payment methods" })).toBeVisible();
  const { workspaceId } = account.actor;
  const { customerId } = await db().stripeCustomer.findUniqueOrThrow({ where: { workspaceId } });

  const away = { status: 500, times: 50, retry: false };
  await orderStripe("fault", { method: "POST", path: `/v1/customers/${customerId}`, ...away });
  await page.goto("/credits/billing-profile");
  await fillProfile(page);
  await saveProfile(page);
  await expect(page.getByText("Saved, not yet at Stripe.")).toBeVisible();
  await page.goto("/credits");
  await expect(page.getByText("Saved, not yet at Stripe", { exact: true })).toBeVisible();
  await expectSoundEverywhere(page);

  await orderStripe("fault", {
    method: "POST",
    path: "/v1/billing_portal",
    status: 500,
    times: 1,
    retry: false,
  });
  const manage = page.getByRole("button", { name: "Manage payment methods" });
  await manage.click();
  await expect(page.getByText("the page for payment methods couldn't be opened")).toBeVisible();
  await manage.click();
  await expect(page.getByRole("heading", { name: "Payment methods" })).toBeVisible();
});

test("a receipt lists refunds and disputes, and says what they mean", async ({ page, account }) => {
  await page.goto("/credits");
  await buy(page, "PO 1");
  const id = await untilInvoiced(account);
  const { workspaceId } = account.actor;
  const where = { id, workspaceId };
  await expect.poll(async () => (await db().purchase.findUnique({ where }))?.chargeId ?? "").not.toBe("");
  const { chargeId } = await db().purchase.findUniqueOrThrow({ where });
  await orderStripe("refund", { charge: chargeId, amount: 400 });
  await expect.poll(() => db().purchaseRefund.count({ where: { workspaceId, status: "succeeded" } })).toBe(1);
  await page.goto(`/credits/purchases/${id}`);
  const section = page.getByRole("region", { name: "Refunds and disputes" });
  await expect(section).toContainText("Refunded $4.00 of $10.80.");
  await expect(page.getByText("Partly refunded")).toBeVisible();

  await orderStripe("dispute", { charge: chargeId, amount: 600 });
  await expect.poll(() => db().purchaseDispute.count({ where: { workspaceId, status: "open" } })).toBe(1);
  await page.reload();
  await expect(section.getByText("Dispute open")).toBeVisible();
  await expect(section).toContainText("Your bank holds this amount until it decides");
  await expectSoundEverywhere(page);
});

test("members see no billing settings; a profile that can't be loaded leaves the rest of the page", async ({
  page,
  account,
}) => {
  await whileTableIsAway("billing_profiles", async () => {
    await page.goto("/credits");
    const alert = page.getByRole("alert").filter({ hasText: "The billing profile couldn't be loaded" });
    await expect(alert).toContainText(/Request req_[\w-]{16}/);
    await expect(available(page, dollars("10"))).toBeVisible();
    await expectSoundEverywhere(page);
  });
  const { workspaceId, userId } = account.actor;
  await db().member.updateMany({ where: { workspaceId, userId }, data: { role: "member" } });
  await page.goto("/credits");
  await expect(page.getByRole("heading", { name: "Credits" })).toBeVisible();
  await expect(page.getByText("Billing profile")).toHaveCount(0);
});
