import { db } from "@/lib/db/client";
import type { Page } from "@playwright/test";
import { uuidv7 } from "uuidv7";
import { makeKey } from "./support/accounts";
import { complete } from "./support/calls";
import { expect, expectFieldError, expectSoundEverywhere, tabTo, signedInTest as test } from "./support/test";

const logging = { name: "Store prompts and completions" };

async function turnOnLogging(page: Page): Promise<void> {
  await page.getByRole("switch", logging).check();
  await page.getByRole("button", { name: "Turn on prompt logging" }).click();
  const toast = page.getByText("Prompt logging is on for new requests.");
  await expect(toast).toBeVisible();
  // On the narrowest screen it lies over the settings, where it would make their targets too small.
  await page.getByLabel("Dismiss").click();
  await expect(toast).toBeHidden();
  // The toast comes with the response, the page a moment later; until then its switches are busy.
  await expect(page.getByRole("region", { name: "Content", exact: true })).toContainText("On since");
}

test("a new workspace stores no content and allows no training", async ({ page }) => {
  await page.goto("/privacy");
  await expect(page.getByRole("switch", logging)).not.toBeChecked();
  const kept = page.getByRole("list", { name: "What is kept now" });
  await expect(kept).toContainText("No one");
  await expect(kept).toContainText("prompt logging is off");
  await expectSoundEverywhere(page);
  await page.emulateMedia({ forcedColors: "active" });
  const fills = await kept
    .locator("span[aria-hidden]")
    .evaluateAll((dots) => dots.map((dot) => getComputedStyle(dot).backgroundColor));
  expect(new Set(fills).size, "filled and empty dots in high contrast").toBe(2);
});

test("content is stored only after opt-in, listed without being shown, and deleted on request", async ({
  page,
  account,
}) => {
  const { secret } = await makeKey(account);
  const { workspaceId } = account.actor;
  await complete(secret, "Before the opt-in");
  await page.goto("/privacy");
  const content = page.getByRole("region", { name: "Content", exact: true });
  await expect(content).toContainText("Off. New prompts and completions are not stored");
  await turnOnLogging(page);
  await expect(content).toContainText("On since");
  await expect(content).not.toContainText("Off.");
  await complete(secret, "After the opt-in");
  const countStored = () => db().promptLog.count({ where: { workspaceId } });
  await expect.poll(countStored).toBe(1);
  await page.reload();
  const stored = page.getByRole("region", { name: "Stored content" });
  await expect(stored).toContainText("1 request has stored content.");
  await expectSoundEverywhere(page);
  await stored.getByRole("button", { name: "Delete", exact: true }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("button", { name: "Delete content" }).click();
  // The page behind an open dialog is hidden from role queries. The dialog closes once the content is deleted.
  await expect(dialog).toBeHidden();
  await expect(stored).toBeHidden();
  expect(await countStored()).toBe(0);
});

test("keeping no rows is rejected while content is stored, and the saved choice stays selected", async ({
  page,
}) => {
  await page.goto("/privacy");
  await turnOnLogging(page);
  await page.getByRole("radio", { name: /^None/ }).click();
  await expect(page.getByText("turn prompt logging off first", { exact: false })).toBeVisible();
  await expect(page.getByRole("radio", { name: /^30 days/ })).toBeChecked();
  for (const toast of await page.getByLabel("Dismiss").all()) await toast.click();
  await expect(page.getByLabel("Dismiss")).toHaveCount(0);
  await expectSoundEverywhere(page);
});

test("a shorter retention deletes requests only after their number was typed, and the server counts again", async ({
  page,
  account,
}) => {
  const { secret } = await makeKey(account);
  const { workspaceId } = account.actor;
  for (const text of ["One", "Two", "Three"]) await complete(secret, text);
  const retention = async () =>
    (await db().privacySettings.findUnique({ where: { workspaceId } }))?.retention;
  await page.goto("/privacy");
  const none = page.getByRole("radio", { name: /^None/ });
  await none.click();
  const dialog = page.getByRole("alertdialog", { name: "Stop keeping request metadata" });
  await expect(dialog).toContainText("3 requests would be permanently deleted now. The oldest is from");
  await expect(dialog.getByRole("link", { name: "Export first" })).toHaveAttribute(
    "href",
    "/api/dashboard/activity/export?range=30d",
  );
  const remove = dialog.getByRole("button", { name: /^Delete \d/ });
  await expect(remove).toBeDisabled();
  await dialog.getByLabel(/to confirm/).fill("delete");
  await expect(remove).toBeDisabled();
  await expectSoundEverywhere(page);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("radio", { name: /^30 days/ })).toBeChecked();

  // A number that is no longer true is rejected, and the dialog shows the new one.
  await none.click();
  const [{ id } = { id: "" }] = await db().generation.findMany({
    where: { workspaceId },
    select: { id: true },
    take: 1,
  });
  await db().generation.deleteMany({ where: { workspaceId, id } });
  await dialog.getByLabel(/to confirm/).fill("delete 3");
  await remove.click();
  await expectFieldError(dialog.getByLabel(/to confirm/), /2 requests would be permanently deleted now/);
  expect(await retention()).toBeUndefined();
  await dialog.getByLabel("Type “delete 2” to confirm").fill("delete 2");
  await complete(secret, "A request that is recorded meanwhile");
  await remove.click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("New requests aren't stored.", { exact: false })).toBeVisible();
  expect(await retention()).toBe("none");
  await expect(none).toBeChecked();
});

test("what the retention removed is listed in pages for owners and admins, and not for members", async ({
  page,
  account,
}) => {
  const { workspaceId, userId } = account.actor;
  await page.goto("/privacy");
  const removed = page.getByRole("region", { name: "Deletion log" });
  await expect(removed).toContainText("Nothing yet");
  await db().purgeReceipt.createMany({
    data: Array.from({ length: 12 }, (_, index) => ({
      id: uuidv7(),
      workspaceId,
      subject: "generations_expired",
      cutoff: new Date(),
      rows: BigInt(1_001 + index),
      createdAt: new Date(Date.now() - index * 86_400_000),
    })),
  });
  await page.reload();
  const numbers = removed.getByRole("row").filter({ hasText: "Requests past retention" });
  await expect(numbers).toHaveCount(10);
  await expect(numbers.first()).toContainText("1,001");
  await expectSoundEverywhere(page);
  await removed.getByRole("link", { name: "Older" }).click();
  await expect(numbers).toHaveCount(2);
  await expect(numbers.last()).toContainText("1,012");
  await removed.getByRole("link", { name: "Newest" }).click();
  await expect(numbers).toHaveCount(10);

  await db().member.updateMany({ where: { workspaceId, userId }, data: { role: "member" } });
  await page.reload();
  await expect(page.getByText("The figures count your own requests.", { exact: false })).toBeVisible();
  await expect(page.getByRole("list", { name: "What is kept now" })).toContainText(
    "Metadata of your requests",
  );
  await expect(removed).toHaveCount(0);
  await expectSoundEverywhere(page);
});

test("a switch shows what it stops before it is saved, and can be undone", async ({ page, account }) => {
  const { secret } = await makeKey(account);
  await complete(secret, "Say hello", { model: "sandbox/kestrel-vision" });
  await page.goto("/privacy");
  const strict = page.getByRole("switch", { name: "Zero data retention only" });
  const saved = async () =>
    (await db().privacySettings.findUnique({ where: { workspaceId: account.actor.workspaceId } }))
      ?.zeroRetentionOnly ?? false;
  await strict.click();
  await expect(page.getByText("3 of 9 endpoints will stop working")).toContainText(
    "kestrel-vision at Quarry",
  );
  await expect(
    page.getByText("these would fail: kestrel-vision (1 request).", { exact: false }),
  ).toBeVisible();
  await expectSoundEverywhere(page);
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(strict).not.toBeChecked();
  await expect(strict).toBeFocused();
  expect(await saved()).toBe(false);
  await strict.click();
  await page.getByRole("button", { name: "Require zero retention" }).click();
  await expect(page.getByText("Only providers with zero data retention are used.")).toBeVisible();
  await expect(strict).toBeChecked();
  expect(await saved()).toBe(true);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(strict).not.toBeChecked();
  expect(await saved()).toBe(false);
});

test("free endpoints may train only when their own switch is on", async ({ page, account }) => {
  const { secret } = await makeKey(account);
  await page.goto("/privacy");
  expect((await complete(secret, "Say hello", { model: "sandbox/magpie:free" })).status).toBe(404);
  await page.getByRole("switch", { name: "Free endpoints may train on inputs" }).check();
  await expect(page.getByText("1 more endpoint can be used: magpie:free at Commons.")).toBeVisible();
  await page.getByRole("button", { name: "Allow training" }).click();
  await expect(page.getByText("Free endpoints that train can be used.")).toBeVisible();
  expect((await complete(secret, "Say hello", { model: "sandbox/magpie:free" })).status).toBe(200);
  expect((await complete(secret, "Say hello", { model: "sandbox/magpie" })).status).toBe(404);
});

test("without a connection every setting keeps showing what is saved", async ({
  page,
  context,
  account,
  quietConsole,
}) => {
  quietConsole.allow(/ERR_INTERNET_DISCONNECTED|Failed to fetch/);
  await page.goto("/privacy");
  await turnOnLogging(page);
  await context.setOffline(true);
  const bar = page.getByRole("status").filter({ hasText: "Offline." });
  await expect(bar).toBeVisible();
  const stored = page.getByRole("switch", logging);
  await stored.click();
  await expect(bar).toContainText("Pages and changes need a connection.");
  await expect(stored).toBeChecked();
  const commons = page.getByRole("switch", { name: "Use Commons" });
  await commons.click();
  await page.getByRole("button", { name: "Save providers" }).click();
  await expect(commons).not.toBeChecked();
  await page.getByRole("radio", { name: /^90 days/ }).click();
  await expect(page.getByRole("radio", { name: /^30 days/ })).toBeChecked();
  await context.setOffline(false);
  await expect(bar).toHaveCount(0);
  await expect(stored).toBeChecked();
  const { workspaceId } = account.actor;
  const saved = await db().privacySettings.findUniqueOrThrow({ where: { workspaceId } });
  expect(saved.logPrompts).toBe(true);
  await stored.click();
  await expect(page.getByText("Prompt logging is off for new requests.")).toBeVisible();
  await expect(stored).not.toBeChecked();
});

test("every setting can be changed with the keyboard", async ({ page }) => {
  await page.goto("/privacy");
  await tabTo(page, page.getByRole("switch", { name: "Paid endpoints may train on inputs" }));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("button", { name: "Allow training" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText("Paid endpoints that train can be used.")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("switch", { name: "Paid endpoints may train on inputs" })).toBeChecked();
});

test("settings can be saved without JavaScript", async ({ browser, baseURL, context }) => {
  const plain = await browser.newContext({ javaScriptEnabled: false, ...(baseURL && { baseURL }) });
  await plain.addCookies(await context.cookies());
  const page = await plain.newPage();
  await page.goto("/privacy");
  await page.getByRole("switch", { name: "Zero data retention only" }).check();
  await page.getByRole("button", { name: "Save zero data retention only" }).click();
  await expect(page.getByRole("switch", { name: "Zero data retention only" })).toBeChecked();
  await page.goto("/privacy");
  await expect(page.getByRole("switch", { name: "Zero data retention only" })).toBeChecked();
  await plain.close();
});
