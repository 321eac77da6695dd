import { db } from "@/lib/db/client";
import { makeAccount } from "./support/accounts";
import { complete } from "./support/calls";
import { makeKey } from "./support/accounts";
import { available, dollars, goTo } from "./support/pages";
import { orderStripe } from "./support/sandbox";
import { expect, expectFieldError, expectSoundEverywhere, tabTo, signedInTest, test } from "./support/test";

const buy = /^Add (\$[\d,.]+ in )?credits$/;

test("an empty account sees what to do next", async ({ page, signIn }) => {
  await signIn(await makeAccount());
  await page.goto("/credits");
  await expect(available(page, 0n)).toBeVisible();
  await expect(page.getByText("No transactions yet")).toBeVisible();
  await expectSoundEverywhere(page);
  await page.getByRole("link", { name: "Purchases and receipts" }).click();
  await expect(page.getByText("No purchases yet")).toBeVisible();
  await expectSoundEverywhere(page);
});

test("every transaction is listed with its exact amount", async ({ page, account }) => {
  const { secret } = await makeKey(account);
  expect((await complete(secret, "Say hello", { model: "sandbox/wren" })).status).toBe(200);
  await page.goto("/credits");
  await expect(page.getByRole("row").filter({ hasText: "For a test" })).toContainText("+$10.00");
  const transfer = await db().transfer.findFirstOrThrow({
    where: { workspaceId: account.actor.workspaceId, code: { not: "grant" } },
    select: { amountNanos: true },
  });
  const exact = `0.${transfer.amountNanos.toString().padStart(9, "0").replace(/0+$/, "")}`;
  await expect(page.getByRole("table").getByText(exact, { exact: false })).toBeVisible();
  await expectSoundEverywhere(page);
});

signedInTest("fee and total update while typing", async ({ page }) => {
  await page.goto("/credits");
  const card = page.getByRole("region", { name: "Add credits" });
  for (const [amount, fee, total] of [
    ["5", "$0.80", "$5.80"],
    ["100", "$5.50", "$105.50"],
    ["25000", "$1,375.00", "$26,375.00"],
  ] as const) {
    await page.getByLabel("Amount").fill(amount);
    await expect(card).toContainText(`Service fee${fee}`);
    await expect(card).toContainText(`Total due${total}`);
  }
});

test("amounts out of range are rejected next to the field, and nothing is written", async ({
  page,
  account,
}) => {
  await page.goto("/credits");
  for (const [amount, reason] of [
    ["4.99", /smallest purchase is \$5\.00/],
    ["25000.01", /largest purchase is \$25,000\.00/],
    ["ten", /amount in dollars/],
    ["-10", /smallest purchase|amount in dollars/],
  ] as const) {
    await page.getByLabel("Amount").fill(amount);
    await page.getByRole("button", { name: buy }).click();
    await expectFieldError(page.getByLabel("Amount"), reason);
    await expect(page.getByLabel("Amount")).toHaveValue(amount);
  }
  await expectSoundEverywhere(page);
  const { workspaceId } = account.actor;
  expect(await db().purchase.count({ where: { workspaceId } })).toBe(0);
});

test("when Stripe does not respond, the page says so, and retrying works", async ({ page, account }) => {
  await page.goto("/credits");
  await orderStripe("fault", { method: "POST", path: "/v1/checkout/sessions", status: 500, retry: false });
  await page.getByLabel("Amount").fill("10");
  await page.getByRole("button", { name: buy }).click();
  await expect(page.getByRole("alert").filter({ hasText: "You weren't charged; try again" })).toBeFocused();
  await expectSoundEverywhere(page);
  await page.getByRole("button", { name: buy }).click();
  await expect(page.getByRole("heading", { name: "Pay $10.80" })).toBeVisible();
  expect(await db().purchase.count({ where: { workspaceId: account.actor.workspaceId } })).toBe(2);
});

test("a declined card can be replaced, and leaving the hosted page charges nothing", async ({
  page,
  account,
  quietConsole,
}) => {
  quietConsole.allow(/status of 422/);
  await page.goto("/credits");
  await page.getByLabel("Amount").fill("10");
  await page.getByRole("button", { name: buy }).click();
  await page.getByRole("link", { name: "Cancel and go back" }).click();
  await expect(page.getByText("This purchase hasn't been paid yet")).toBeVisible();
  await expect(available(page, dollars("10"))).toBeVisible();
  await expectSoundEverywhere(page);
  // The return URL after payment, opened without paying.
  const purchaseId = new URL(page.url()).searchParams.get("cancelled") ?? "";
  await page.goto(`/credits?purchase=${purchaseId}`);
  await expect(page.getByText("This purchase hasn't been paid yet")).toBeVisible();
  await expect(page.getByText("Payment received")).toHaveCount(0);
  await page.getByRole("link", { name: "Back to the payment page" }).click();
  const hosted = page.context().pages().at(-1) ?? page;
  await hosted.getByLabel("Email").fill(account.email);
  await hosted.getByLabel("Card number").fill("4000 0000 0000 0002");
  await hosted.getByRole("button", { name: "Pay" }).click();
  await expect(hosted.getByRole("alert")).toContainText("declined");
  await hosted.getByLabel("Card number").fill("4242 4242 4242 4242");
  await hosted.getByRole("button", { name: "Pay" }).click();
  await expect(available(hosted, dollars("20"))).toBeVisible();
});

test("buying works with only the keyboard", async ({ page, account }) => {
  await page.goto("/activity");
  await tabTo(page, page.getByRole("navigation").getByRole("link", { name: "Credits", exact: true }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByLabel("Amount"));
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("12.50");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Pay $13.30" })).toBeVisible();
  await tabTo(page, page.getByLabel("Email"));
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(account.email);
  await tabTo(page, page.getByLabel("Card number"));
  await page.keyboard.type("4242424242424242");
  await page.keyboard.press("Enter");
  await expect(available(page, dollars("22.5"))).toBeVisible();
});

signedInTest("the balance in the header leads to credits on every page", async ({ page }) => {
  await page.goto("/keys");
  await page.getByRole("link", { name: "Balance $10.00. Add credits" }).click();
  await expect(page).toHaveURL(/\/credits$/);
  await goTo(page, "Activity");
});
