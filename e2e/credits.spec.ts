import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { db } from "@/lib/db/client";
import { formatDollars } from "@/lib/kernel/money";
import { grantCredits } from "@/lib/ledger/grant-credits";
import { type Account, makeAccount, makeKey } from "./support/accounts";
import { complete } from "./support/calls";
import { available, csvRows, dollars, goTo, rowOf } from "./support/pages";
import { orderStripe } from "./support/sandbox";
import { whileTableIsAway } from "./support/trouble";
import { expect, expectFieldError, expectSoundEverywhere, signedInTest, tabTo, test } from "./support/test";

const sheet = (page: Page) => page.getByRole("dialog", { name: "Add credits" });

/** Opens the form by its address, chooses an amount and continues to the hosted page. */
async function startPurchase(page: Page, amount: string): Promise<void> {
  await page.goto(`/credits?add=${amount}`);
  await sheet(page)
    .getByRole("button", { name: /^Pay \$/ })
    .click();
  await expect(page.getByRole("heading", { name: /^Pay \$/ })).toBeVisible();
}

async function spendOnce(account: Account): Promise<bigint> {
  const { secret } = await makeKey(account);
  expect((await complete(secret, "Say hello", { model: "sandbox/wren" })).status).toBe(200);
  const usage = await db().transfer.findFirstOrThrow({
    where: { workspaceId: account.actor.workspaceId, code: "usage" },
    select: { amountNanos: true },
  });
  return usage.amountNanos;
}

test("an empty account sees what to do next", async ({ page, signIn }) => {
  await signIn(await makeAccount());
  await page.goto("/credits");
  await expect(available(page, 0n)).toBeVisible();
  await expect(page.getByText("No transactions yet")).toBeVisible();
  await expectSoundEverywhere(page);
  await page.getByRole("navigation", { name: "History" }).getByRole("link", { name: "Purchases" }).click();
  await expect(page.getByText("No purchases yet")).toBeVisible();
  await expectSoundEverywhere(page);
});

test("a balance is never shown as more than there is", async ({ page, signIn }) => {
  const account = await makeAccount({ credits: "0.9998175" });
  await signIn(account);
  await page.goto("/credits");
  await expect(available(page, dollars("0.9998175"))).toHaveText("$0.99");
  const chip = page.getByRole("banner").getByRole("link", { name: "Balance $0.99" });
  await expect(chip).toHaveText("$0.99");
  await expect(chip).toHaveAttribute("title", "$0.9998175");
  await expect(rowOf(page, "For a test").getByRole("cell").last()).toContainText("$0.99");
});

test("transactions have the balance after them, by month, and lead to the requests of a day", async ({
  page,
  account,
}) => {
  const cost = await spendOnce(account);
  const { workspaceId } = account.actor;
  const grant = { amountNanos: dollars("2.5"), reason: "Apology", idempotencyKey: randomUUID() };
  await grantCredits({ userId: null }, { workspaceId, ...grant });
  await page.goto("/credits");
  const usage = rowOf(page, "Usage · 1 request");
  await expect(usage.getByRole("cell").nth(1).locator("data")).toHaveAttribute(
    "title",
    new RegExp(`^−\\$0\\.0*${cost}$`),
  );
  await expect(usage.getByRole("cell").last()).toContainText("$12.4");
  await expect(rowOf(page, "Apology")).toContainText("No. 000002");
  await expect(rowOf(page, "Apology").getByRole("cell").last()).toContainText("$12.50");
  await expect(rowOf(page, "For a test")).toContainText("No. 000001");
  await expect(page.getByRole("row").filter({ hasText: "$12.50 added" })).toContainText(/^\w+ 20\d\d /);
  await expect(page.getByRole("img", { name: /^From \$12\.49 on|to \$12\.49 today$/ })).toBeVisible();
  await expectSoundEverywhere(page);

  const verify = page.getByRole("form", { name: "Verify balance" });
  await verify.getByRole("button", { name: "Verify" }).click();
  await expect(verify.getByRole("status")).toHaveText(
    `All 3 ledger entries add up to the balance: $12.50 added − ${formatDollars(cost, { exact: true })} used or taken back = ${formatDollars(dollars("12.5") - cost, { exact: true })}. Usage of ${formatDollars(cost, { exact: true })} is exactly what the recorded requests cost.`,
  );
  await expectSoundEverywhere(page);

  const saved = page.waitForEvent("download");
  await page.getByRole("link", { name: "CSV" }).click();
  const file = await (await saved).createReadStream();
  const rows = csvRows(Buffer.concat(await file.toArray()).toString());
  expect(rows.map((row) => [row["number"], row["requests"], row["balance_usd"]])).toEqual([
    ["", "1", expect.stringMatching(/^12\.49/)],
    ["2", "", "12.5"],
    ["1", "", "10"],
    ["end", "", ""],
  ]);

  await usage.getByRole("link").click();
  await expect(page).toHaveURL(/\/activity\?from=(20\d\d-\d\d-\d\d)&to=\1/);
});

signedInTest("the form opens from every page, and computes fee and total while typing", async ({ page }) => {
  await page.goto("/keys");
  await page.getByRole("banner").getByRole("link", { name: "Add credits" }).click();
  const form = sheet(page);
  await expect(form.getByRole("button", { name: "Pay $26.38" })).toBeVisible();
  await form.getByRole("radio", { name: "$100" }).check({ force: true });
  await expect(form.getByRole("button", { name: "Pay $105.50" })).toBeVisible();
  await form.getByRole("radio", { name: "Custom" }).check({ force: true });
  for (const [amount, fee, total] of [
    ["5", "$0.80", "$5.80"],
    ["25000", "$1,375.00", "$26,375.00"],
  ] as const) {
    await form.getByLabel("Amount in dollars").fill(amount);
    await expect(form.getByText(fee, { exact: true })).toBeVisible();
    await expect(form.getByRole("button", { name: `Pay ${total}` })).toBeVisible();
  }
  await page.setViewportSize({ width: 390, height: 844 });
  const box = await form.boundingBox();
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBe(844);
  await page.keyboard.press("Escape");
  await expect(form).toHaveCount(0);
  await expect(page).toHaveURL(/\/credits$/);
});

test("amounts out of range are rejected next to the field, and nothing is written", async ({
  page,
  account,
}) => {
  const field = page.getByLabel("Amount in dollars");
  for (const amount of ["4.99", "25000.01"]) {
    await page.goto(`/credits?add=${amount}`);
    await expect(field).toHaveValue(amount);
    await expectFieldError(field, /(smallest|largest) purchase is/);
  }
  await page.goto("/credits?add=7");
  for (const [amount, reason] of [
    ["4.99", /smallest purchase is \$5\.00/],
    ["25000.01", /largest purchase is \$25,000\.00/],
    ["ten", /amount in dollars/],
    ["-10", /smallest purchase|amount in dollars/],
  ] as const) {
    await field.fill(amount);
    await sheet(page).getByRole("button", { name: "Pay" }).click();
    await expectFieldError(field, reason);
    await expect(field).toHaveValue(amount);
  }
  await expectSoundEverywhere(page);
  const { workspaceId } = account.actor;
  expect(await db().purchase.count({ where: { workspaceId } })).toBe(0);
});

test("when Stripe does not respond, the page says so, and retrying works", async ({ page, account }) => {
  await page.goto("/credits?add=10");
  await orderStripe("fault", { method: "POST", path: "/v1/checkout/sessions", status: 500, retry: false });
  const pay = sheet(page).getByRole("button", { name: "Pay $10.80" });
  await pay.click();
  await expect(page.getByRole("alert").filter({ hasText: "You weren't charged; try again" })).toBeFocused();
  await expectSoundEverywhere(page);
  await pay.click();
  await expect(page.getByRole("heading", { name: "Pay $10.80" })).toBeVisible();
  expect(await db().purchase.count({ where: { workspaceId: account.actor.workspaceId } })).toBe(2);
  // The attempt that failed is the first thing on the page, with one thing to do.
  await page.goto("/credits");
  await expect(page.getByText("Payment page not opened: $10.80")).toBeVisible();
  await page.getByRole("link", { name: "Try again" }).click();
  await expect(pay).toBeVisible();
});

test("a declined card stands out, can be replaced, and ends in a receipt", async ({
  page,
  account,
  quietConsole,
}) => {
  quietConsole.allow(/status of 422/);
  await startPurchase(page, "10");
  await expect(page.getByLabel("Email")).toHaveValue(account.email);
  await page.getByRole("link", { name: "Cancel and go back" }).click();
  await expect(page.getByText("This purchase hasn't been paid yet")).toBeVisible();
  // The return URL after payment, opened without paying.
  const purchaseId = new URL(page.url()).searchParams.get("cancelled") ?? "";
  await page.goto(`/credits?purchase=${purchaseId}`);
  await expect(page.getByText("Payment received")).toHaveCount(0);
  await page.getByRole("link", { name: "Back to the payment page" }).click();
  await page.getByLabel("Card number").fill("4000 0000 0000 0002");
  await page.getByRole("button", { name: "Pay" }).click();
  await expect(page.getByRole("alert")).toContainText("declined");
  await expect(page.getByRole("alert")).toBeFocused();
  await expect(page.getByLabel("Card number")).toHaveValue("4000 0000 0000 0002");
  await expect
    .poll(() =>
      db().purchase.count({
        where: { workspaceId: account.actor.workspaceId, failureCode: "generic_decline" },
      }),
    )
    .toBe(1);

  await page.goto("/credits?tab=purchases");
  await expect(page.getByText("Card declined: $10.80")).toBeVisible();
  const declined = page.getByRole("row").filter({ hasText: "Card declined" });
  await expect(declined.getByRole("cell").nth(1)).toHaveText("–");
  await expectSoundEverywhere(page);
  await page.getByRole("link", { name: "Try another card" }).click();
  await page.getByLabel("Card number").fill("4242 4242 4242 4242");
  await page.getByRole("button", { name: "Pay" }).click();
  await expect(available(page, dollars("20"))).toBeVisible();
  await expect(page.getByText("Card declined")).toHaveCount(0);

  await page.goto("/credits?tab=purchases");
  await page.getByRole("link", { name: /^Receipt/ }).click();
  await expect(page.getByRole("heading", { name: "Receipt" })).toBeVisible();
  await expect(page.getByText("No. 000002")).toBeVisible();
  await expect(page.locator("dt", { hasText: "Paid" }).locator("+ dd")).toHaveText(/UTC|\w+\/\w+/);
  await expect(page.getByRole("row", { name: "Total paid" })).toContainText("$10.80");
  await expectSoundEverywhere(page);
});

signedInTest(
  "transactions and the balance's chart that can't be read leave the rest of the page",
  async ({ page }) => {
    const alert = (text: string) => page.getByRole("alert").filter({ hasText: text });
    const [chart, list] = [
      alert("The chart couldn't be loaded"),
      alert("The transactions couldn't be loaded"),
    ];
    await whileTableIsAway("usage_dimension_days", async () => {
      await page.goto("/credits");
      await expect(chart).toContainText(/Request req_[\w-]{16}/);
      await expect(list).toContainText(/Request req_[\w-]{16}/);
      await expect(available(page, dollars("10"))).toBeVisible();
      await expect(
        page.getByRole("navigation", { name: "History" }).getByRole("link", { name: "Purchases" }),
      ).toBeVisible();
      await expectSoundEverywhere(page);
    });
    await list.getByRole("button", { name: "Try again" }).click();
    await expect(list).toBeHidden();
    await expect(chart).toBeHidden();
    await expect(page.getByRole("row").filter({ hasText: "$10.00" }).first()).toBeVisible();
  },
);

test("buying works with only the keyboard", async ({ page, account }) => {
  await page.goto("/activity");
  await tabTo(page, page.getByRole("navigation").getByRole("link", { name: "Credits", exact: true }));
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Credits" }).waitFor();
  await tabTo(page, page.getByRole("main").getByRole("link", { name: "Add credits" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("radio", { name: "$25" })).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await tabTo(page, page.getByLabel("Amount in dollars"));
  await page.keyboard.type("12.50");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Pay $13.30" })).toBeVisible();
  await expect(page.getByLabel("Email")).toHaveValue(account.email);
  await tabTo(page, page.getByLabel("Card number"));
  await page.keyboard.type("4242424242424242");
  await page.keyboard.press("Enter");
  await expect(available(page, dollars("22.5"))).toBeVisible();
  // Today is the right edge of the chart; the tick of the purchase, 3 pixels wide, is inside of it.
  const chart = page.getByRole("img", { name: /today$/ });
  const [frame, tick] = [
    await chart.boundingBox(),
    await chart.locator("path[stroke='var(--positive)']").boundingBox(),
  ];
  if (!frame || !tick) throw new Error("the chart has no tick");
  expect(tick.x + 1.5).toBeLessThan(frame.x + frame.width);
});

signedInTest("the balance in the header leads to credits on every page", async ({ page }) => {
  await page.goto("/keys");
  await page.getByRole("link", { name: "Balance $10.00" }).click();
  await expect(page).toHaveURL(/\/credits$/);
  await goTo(page, "Activity");
});

test("a member sees the workspace's month and usage, and no link or form that would be refused", async ({
  page,
  signIn,
}) => {
  const account = await makeAccount({ credits: "10" });
  const cost = await spendOnce(account);
  const { workspaceId, userId } = account.actor;
  await db().member.updateMany({ where: { workspaceId, userId }, data: { role: "member" } });
  // Of another member: this one has no requests of its own.
  await db().apiKey.updateMany({ where: { workspaceId }, data: { creatorUserId: null } });
  await signIn(account);
  await page.goto("/credits");
  const used = page.getByRole("listitem").filter({ hasText: "Spend this month" });
  await expect(used.getByTitle(formatDollars(cost, { exact: true }))).toBeVisible();
  const usage = page.getByRole("row").filter({ hasText: "Usage · 1 request" });
  await expect(usage).toBeVisible();
  await expect(usage.getByRole("link")).toHaveCount(0);
  await page.goto("/keys?kind=management&new=1");
  await expect(page.getByText("Only owners and admins can create them.")).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByText("Create management key")).toHaveCount(0);
  await expectSoundEverywhere(page);
});
