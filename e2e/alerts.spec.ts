import type { Page } from "@playwright/test";
import { db } from "@/lib/db/client";
import { type Account, makeAccount, makeKey } from "./support/accounts";
import { complete } from "./support/calls";
import { available, dollars } from "./support/pages";
import { mailTo } from "./support/product";
import { inboxOf } from "./support/sandbox";
import { expect, expectFieldError, expectSoundEverywhere, signedInTest, test } from "./support/test";
import { whileSpendSharesAreAway } from "./support/trouble";

const bell = (page: Page) => page.getByRole("banner").getByRole("link", { name: /^Notices/ });
const noticeOf = (page: Page, text: string | RegExp) =>
  page.getByRole("list", { name: "Notices" }).getByRole("listitem").filter({ hasText: text });

/** Spends a little of $10.00, so that the balance is below, and waits for the job that notices it. */
async function spendBelowTen(account: Account): Promise<void> {
  const { secret } = await makeKey(account);
  expect((await complete(secret, "Say hello")).status).toBe(200);
  const where = { workspaceId: account.actor.workspaceId, kind: "low_balance" };
  await expect.poll(() => db().alert.count({ where }), { timeout: 30_000 }).toBe(1);
}

async function setThreshold(page: Page, amount: string): Promise<void> {
  await page.getByRole("button", { name: "Edit low-balance alert" }).click();
  const sheet = page.getByRole("dialog", { name: "Low-balance alert" });
  await sheet.getByLabel("Balance below").fill(amount);
  await sheet.getByRole("button", { name: "Save alert" }).click();
}

for (const width of [1280, 390]) {
  test(`spending below the threshold sends a mail and shows a notice, at ${width} px`, async ({
    page,
    account,
    quietConsole,
  }) => {
    quietConsole.allow(/sandboxed/);
    await page.setViewportSize({ width, height: 844 });
    await page.goto("/credits");
    const alerts = page.getByRole("region", { name: "Alerts" });
    await expect(alerts).toContainText("Below $5.00, once credits were purchased");
    await setThreshold(page, "none");
    const sheet = page.getByRole("dialog", { name: "Low-balance alert" });
    await expectFieldError(sheet.getByLabel("Balance below"), /^Enter a dollar amount from 0.01/);
    await page.keyboard.press("Escape");
    await setThreshold(page, "10");
    await expect(alerts).toContainText("Below $10.00");
    await expect(sheet).toHaveCount(0);
    await expect(bell(page)).toHaveAccessibleName("Notices");

    await spendBelowTen(account);
    const subject = "Balance below $10.00: $9.99 left";
    const mail = await mailTo(account.email, /^Balance below/);
    expect(mail.subject).toBe(subject);
    expect(mail.text).toContain("/account/notifications");
    await page.goto(inboxOf(account.email));
    await expect(page.getByRole("link", { name: subject })).toHaveCount(1);

    await page.goto("/activity");
    await expect(bell(page)).toHaveAccessibleName("Notices, 1 new");
    await bell(page).click();
    await expect(page.getByRole("heading", { level: 1, name: "Notices" })).toBeVisible();
    await expect(noticeOf(page, subject).getByRole("link", { name: "Add credits" })).toBeVisible();
    await expectSoundEverywhere(page);
    await noticeOf(page, subject).getByRole("button", { name: "Dismiss" }).click();
    await expect(bell(page)).toHaveAccessibleName("Notices");
    await expect(noticeOf(page, subject).getByRole("button", { name: "Dismiss" })).toHaveCount(0);
    await expect(noticeOf(page, subject)).toBeVisible();
  });
}

test("a kind that is switched off sends no mail, and still shows its notice", async ({ page, account }) => {
  await page.goto("/account");
  await page.getByRole("link", { name: "Notifications" }).click();
  await expect(page.getByRole("heading", { name: "Emails" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Always sent" })).toContainText("Disputes");
  await expectSoundEverywhere(page);
  const lowBalance = page.getByRole("switch", { name: "Low balance" });
  await lowBalance.uncheck();
  await expect(page.getByText("Low balance: emails off.")).toBeVisible();
  await page.reload();
  await expect(lowBalance).not.toBeChecked();

  await page.goto("/credits");
  await setThreshold(page, "10");
  await expect(page.getByRole("region", { name: "Alerts" })).toContainText("Below $10.00");
  await spendBelowTen(account);
  await page.goto("/notices");
  await expect(noticeOf(page, "Balance below $10.00")).toBeVisible();
  expect(await db().outboxMail.count({ where: { recipient: account.email, kind: "low_balance" } })).toBe(0);
  await page.getByRole("button", { name: "Dismiss all" }).press("Enter");
  await expect(bell(page)).toHaveAccessibleName("Notices");
});

test("a monthly spend alert needs a share, and can be removed", async ({ page, account }) => {
  await page.goto("/credits");
  const alerts = page.getByRole("region", { name: "Alerts" });
  const edit = page.getByRole("button", { name: "Edit monthly spend alert" });
  const sheet = page.getByRole("dialog", { name: "Monthly spend alert" });
  await edit.click();
  await expectSoundEverywhere(page);
  await sheet.getByLabel("Amount a month").fill("100");
  const shares = [50, 80, 100].map((step) => sheet.getByLabel(`${step}% of the amount`));
  for (const share of shares) await share.uncheck();
  await sheet.getByRole("button", { name: "Save alert" }).click();
  await expect(sheet.getByText("Choose at least one share.")).toBeVisible();
  for (const share of shares.slice(1)) await share.check();
  await sheet.getByRole("button", { name: "Save alert" }).click();
  await expect(alerts).toContainText("80%, 100% of $100.00 a month");
  const { workspaceId } = account.actor;
  expect(
    await db().auditEvent.count({ where: { workspaceId, action: "alerts.monthly_spend_changed" } }),
  ).toBe(1);
  await edit.click();
  await sheet.getByLabel("Amount a month").fill("");
  await sheet.getByRole("button", { name: "Save alert" }).click();
  await expect(sheet).toHaveCount(0);
  await expect(alerts).toContainText(/Monthly spend alert\s*Off/);
});

signedInTest(
  "when alerts can't be read, the rest of Credits is there, and retrying works",
  async ({ page }) => {
    const alerts = page.getByRole("region", { name: "Alerts" });
    const failed = page.getByRole("alert").filter({ hasText: "Alerts couldn't be loaded" });
    await whileSpendSharesAreAway(async () => {
      await page.goto("/credits?tab=statements");
      await expect(failed).toContainText("They are still sent.");
      await expect(failed).toContainText(/Request req_[\w-]{16}/);
      await expect(alerts).toHaveCount(0);
      await expect(available(page, dollars("10"))).toBeVisible();
      await expectSoundEverywhere(page);
    });
    await failed.getByRole("button", { name: "Try again" }).press("Enter");
    await expect(failed).toBeHidden();
    await expect(alerts).toContainText("Below $5.00, once credits were purchased");
  },
);

test("an account without alerts has an empty list", async ({ page, signIn }) => {
  await signIn(await makeAccount());
  await page.goto("/notices");
  await expect(page.getByText("No notices")).toBeVisible();
  await expect(page.getByRole("link", { name: "Notification settings" })).toBeVisible();
  await expectSoundEverywhere(page);
});
