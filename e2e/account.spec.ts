import type { Locator } from "@playwright/test";
import { db } from "@/lib/db/client";
import { makeKey, makeSession } from "./support/accounts";
import { complete } from "./support/calls";
import { makeHistory } from "./support/history";
import { sessionCookie } from "./support/product";
import { whileTableIsAway } from "./support/trouble";
import {
  expect,
  expectFieldError,
  expectSoundEverywhere,
  fillSignIn,
  tabTo,
  signedInTest as test,
} from "./support/test";

test("each section has its own address, in a list that is at the left or, on a phone, on top", async ({
  page,
  account,
}) => {
  await page.goto("/account");
  await expect(page.getByText(`Signed in as ${account.email}.`, { exact: false })).toBeVisible();
  const settings = page.getByRole("navigation", { name: "Settings" });
  await expect(settings.getByRole("link", { name: "Profile" })).toHaveAttribute("aria-current", "page");
  await expectSoundEverywhere(page);
  for (const [link, address, region] of [
    ["Security", /\/account\/security$/, "Sessions"],
    ["Appearance", /\/account\/appearance$/, "Appearance"],
    ["General", /\/account\/workspace$/, "Workspace"],
  ] as const) {
    await settings.getByRole("link", { name: link }).click();
    await expect(page).toHaveURL(address);
    await expect(page.getByRole("region", { name: region })).toBeVisible();
    await expectSoundEverywhere(page);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(settings).toBeHidden();
  await expect(page.getByRole("heading", { level: 1, name: "Workspace" })).toBeVisible();
  await page.getByRole("link", { name: "All settings" }).click();
  await expect(settings).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();
});

test("the dialog has two tabs with their own URLs and closes with Escape", async ({ page }) => {
  await page.goto("/account");
  await tabTo(page, page.getByRole("link", { name: "Manage account" }));
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Manage account" });
  await expect(dialog.getByRole("link", { name: "Profile" })).toHaveAttribute("aria-current", "page");
  await expectSoundEverywhere(page);
  await dialog.getByRole("link", { name: "Security" }).click();
  await expect(page).toHaveURL(/manage=security/);
  await expectSoundEverywhere(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(/\/account$/);
  await expect(page.getByRole("link", { name: "Manage account" })).toBeFocused();
});

test("wrong and weak passwords are rejected next to their fields", async ({ page, account }) => {
  await page.goto("/account?manage=security");
  const dialog = page.getByRole("dialog", { name: "Manage account" });
  await dialog.getByLabel("Current password").fill("not the password");
  await dialog.getByLabel("New password").fill("yet another horse battery");
  await dialog.getByRole("button", { name: "Change password" }).click();
  await expectFieldError(dialog.getByLabel("Current password"), /your current password/);
  await dialog.getByLabel("Current password").fill(account.password);
  await dialog.getByLabel("New password").fill("12345678");
  await dialog.getByRole("button", { name: "Change password" }).click();
  await expectFieldError(dialog.getByLabel("New password"), /leaked password lists/);
  await expectSoundEverywhere(page);
});

test("a changed password ends the other sessions and keeps this one", async ({
  page,
  account,
  browser,
  baseURL,
}) => {
  const other = await browser.newContext({ ...(baseURL && { baseURL }) });
  const value = await makeSession(account);
  await other.addCookies([{ name: sessionCookie(), value, url: baseURL ?? "" }]);
  const elsewhere = await other.newPage();
  await elsewhere.goto("/account");
  await expect(elsewhere).toHaveURL(/\/account$/);

  await page.goto("/account?manage=security");
  const dialog = page.getByRole("dialog", { name: "Manage account" });
  await dialog.getByLabel("Current password").fill(account.password);
  await dialog.getByLabel("New password").fill("yet another horse battery");
  await dialog.getByRole("button", { name: "Change password" }).click();
  await expect(dialog.getByText(/Password changed/)).toBeVisible();
  await elsewhere.goto("/account");
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await page.goto("/account");
  await expect(page).toHaveURL(/\/account$/);
  await other.close();
});

test("other sessions can be ended, one or all", async ({ page, account }) => {
  for (let count = 0; count < 3; count += 1) await makeSession(account);
  const sessions = () => db().session.count({ where: { userId: account.actor.userId } });
  await page.goto("/account/security");
  await expect(page.getByText("This device")).toBeVisible();
  await page
    .getByRole("table", { name: "Your sessions" })
    .getByRole("button", { name: /Sign out/ })
    .first()
    .click();
  await expect(page.getByText("That device was signed out.")).toBeVisible();
  expect(await sessions()).toBe(3);
  await page.getByRole("button", { name: "Sign out all others" }).click();
  await expect(page.getByText("2 sessions were signed out.")).toBeVisible();
  expect(await sessions()).toBe(1);
  await expect(page.getByRole("button", { name: "Sign out all others" })).toBeHidden();
});

test("a theme is saved in the account when it is chosen, whatever the device prefers, and can be undone", async ({
  page,
}) => {
  await page.goto("/account/appearance");
  await page.getByRole("radio", { name: "Dark" }).check();
  await expect(page.getByText("Theme saved.")).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("radio", { name: "System" })).toBeChecked();
  // The toast of the first change may still be there, so the response tells that this one is saved.
  const saved = page.waitForResponse((response) => response.request().method() === "POST");
  await page.getByRole("radio", { name: "Dark" }).check();
  await saved;
  await page.goto("/credits");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

/** Texts and titles that are written in the American format. */
function americanTexts(place: Locator): Promise<readonly string[]> {
  return place.evaluate((root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts = [...root.querySelectorAll("[title]")].map((element) => element.getAttribute("title") ?? "");
    while (walker.nextNode())
      if (!walker.currentNode.parentElement?.closest("script"))
        texts.push(walker.currentNode.nodeValue ?? "");
    return texts.filter((text) =>
      /\$\d+\.\d|\d\.\d+%|\d:\d\d [AP]M|[A-Z][a-z]{2} \d{1,2}(, 20\d\d)?$/.test(text),
    );
  });
}

test("numbers and dates are written in the chosen format on every page of the console, and it can be undone", async ({
  page,
  account,
}) => {
  await makeHistory(account);
  const balance = page.getByRole("link", { name: /^Balance \$9[.,]99/ });
  await page.goto("/account/appearance");
  await expect(
    page.getByRole("radio", { name: /American \$1,234\.56 · Nov 21, 2026, 2:05:09 PM/ }),
  ).toBeChecked();
  await page.getByRole("radio", { name: "German" }).check();
  await expect(page.getByText("Format saved.")).toBeVisible();
  await expect(balance).toHaveText("$9,99");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByRole("radio", { name: "American" })).toBeChecked();
  await expect(balance).toHaveText("$9.99");
  const saved = page.waitForResponse((response) => response.request().method() === "POST");
  await page.getByRole("radio", { name: /German \$1\.234,56 · 21\.11\.2026, 14:05:09/ }).check();
  await saved;
  await expectSoundEverywhere(page);

  // Opened in full, where a difference between server and browser would be an error in the console.
  const main = page.getByRole("main");
  const { id: keyId } = await db().apiKey.findFirstOrThrow({
    where: { workspaceId: account.actor.workspaceId },
    select: { id: true },
  });
  for (const path of [
    "/activity",
    "/activity?tab=latency",
    "/credits",
    "/keys",
    `/keys/${keyId}`,
    "/privacy",
    "/account/security",
  ]) {
    await page.goto(path);
    await expect(balance).toHaveText("$9,99");
    await expect(main.getByRole("heading", { level: 1 })).toBeVisible();
    await expect.poll(() => americanTexts(main)).toEqual([]);
  }
  await page.goto("/activity");
  const feed = page.getByRole("table", { name: /^Requests, newest first/ });
  await expect(feed.getByText(/^\d\d:\d\d:\d\d$/).first()).toBeVisible();
  await expect(feed.getByText(/^\$0,0\d{5}$/).first()).toBeVisible();
  await feed.locator("[data-request]").first().click();
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByRole("region", { name: "Cost" })).toBeVisible();
  expect(await americanTexts(sheet)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Credits", exact: true }).first().click();
  await expect(page.getByRole("group", { name: "Available credits: $9,99" })).toBeVisible();
  const transactions = page.getByRole("table", { name: /^Transactions by month/ });
  await expect(transactions.getByText(/^\d\d\.\d\d\.$/).first()).toBeVisible();

  // A page that anyone can see is the same for everyone, also inside the console.
  await page.goto("/models");
  await expect(balance).toHaveText("$9,99");
  await expect(main.getByText(/^\$\d+\.\d\d/).first()).toBeVisible();
});

test("an amount is typed with a decimal point, whatever the format", async ({ page, account }) => {
  await db().user.update({ where: { id: account.actor.userId }, data: { formatChoice: "de-DE" } });
  await page.goto("/credits?add=25");
  const dialog = page.getByRole("dialog", { name: "Add credits" });
  await dialog.getByText("Custom", { exact: true }).click();
  // The field's own hint is written as the field wants it.
  expect(await americanTexts(dialog)).toEqual(["From $5.00 to $25,000.00."]);
  await dialog.getByLabel("Amount in dollars").fill("12,50");
  await dialog.getByRole("button", { name: "Pay" }).click();
  await expectFieldError(dialog.getByLabel("Amount in dollars"), /such as 25 or 12\.50/);
  await dialog.getByLabel("Amount in dollars").fill("12.50");
  await expect(dialog.getByRole("button", { name: "Pay $13,30" })).toBeVisible();
});

test("deletion requires address and password, and ends sessions and keys immediately", async ({
  page,
  account,
}) => {
  const { secret } = await makeKey(account);
  expect((await complete(secret)).status).toBe(200);
  await page.goto("/account?manage=security");
  await page.getByRole("button", { name: "Delete account" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Delete your account" });
  await expect(dialog).toContainText("$9.99 in unused credits are lost");
  await expect(dialog.getByRole("button", { name: "Delete account" })).toBeDisabled();
  await dialog.getByLabel(/to confirm/).fill(account.email);
  await dialog.getByLabel("Current password").fill("not the password");
  await dialog.getByRole("button", { name: "Delete account" }).click();
  await expectFieldError(dialog.getByLabel("Current password"), /your current password/);
  await expectSoundEverywhere(page);
  await dialog.getByLabel("Current password").fill(account.password);
  await dialog.getByRole("button", { name: "Delete account" }).click();
  await expect(page.getByText("Your account has been deleted.", { exact: false })).toBeVisible();
  expect((await complete(secret)).status).toBe(401);
  await fillSignIn(page, account.email, account.password);
  await expect(page.getByText("Incorrect email or password.")).toBeVisible();
  expect(await db().user.count({ where: { email: account.email } })).toBe(0);
});

test("when a page fails to load, the frame stays, an id is shown, and retrying works", async ({
  page,
  quietConsole,
}) => {
  quietConsole.allow(/.*/);
  await page.route("**/api/ready", (route) => route.fulfill({ status: 503 }));
  const alert = page.getByRole("alert").filter({ hasText: "This page couldn't be loaded" });
  await whileTableIsAway("security_events", async () => {
    await page.goto("/account/security");
    await expect(alert).toContainText(/Request \d+/);
    await expect(
      page.getByRole("navigation").getByRole("link", { name: "Credits", exact: true }),
    ).toBeVisible();
    await expectSoundEverywhere(page);
  });
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("Signed in as", { exact: false })).toBeVisible();
});

test("a page that failed to load comes back by itself once the server is ready", async ({
  page,
  quietConsole,
}) => {
  quietConsole.allow(/.*/);
  let isReady = false;
  // The whole database stays available to the other tests of this worker; only its response is withheld from this page.
  await page.route("**/api/ready", (route) => (isReady ? route.continue() : route.fulfill({ status: 503 })));
  await whileTableIsAway("security_events", async () => {
    await page.goto("/account/security");
    await expect(page.getByText("reloads automatically once the server is ready")).toBeVisible();
  });
  isReady = true;
  await expect(page.getByText("Signed in as", { exact: false })).toBeVisible({ timeout: 45_000 });
});
