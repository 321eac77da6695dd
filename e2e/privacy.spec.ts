import { db } from "@/lib/db/client";
import { makeKey } from "./support/accounts";
import { complete } from "./support/calls";
import { countSent } from "./support/sandbox";
import { expect, expectSoundEverywhere, tabTo, signedInTest as test } from "./support/test";

const logging = { name: /Store prompts and completions/ };

test("a new workspace stores no content and allows no training", async ({ page }) => {
  await page.goto("/privacy");
  await expect(page.getByRole("switch", logging)).not.toBeChecked();
  await expect(page.getByText("No one")).toBeVisible();
  await expect(page.getByText("None of your content is stored.")).toBeVisible();
  await expectSoundEverywhere(page);
});

test("content is stored only after opt-in, listed without being shown, and deleted on request", async ({
  page,
  account,
}) => {
  const { secret } = await makeKey(account);
  const { workspaceId } = account.actor;
  await complete(secret, "Before the opt-in");
  await page.goto("/privacy");
  await page.getByRole("switch", logging).check();
  await page.getByRole("button", { name: "Save prompt logging" }).click();
  await expect(page.getByText(/Prompt logging is on\./)).toBeVisible();
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

test("keeping no rows is rejected while content is stored, with what to do first", async ({ page }) => {
  await page.goto("/privacy");
  await page.getByRole("switch", logging).check();
  await page.getByRole("button", { name: "Save prompt logging" }).click();
  await expect(page.getByText(/Prompt logging is on\./)).toBeVisible();
  await page.getByRole("radio", { name: /^None/ }).check();
  await page.getByRole("button", { name: "Save retention" }).click();
  await expect(page.getByText("turn prompt logging off first", { exact: false })).toBeVisible();
  await expectSoundEverywhere(page);
});

test("an ignored provider is not used, and the error of its only model names the setting", async ({
  page,
  account,
}) => {
  const { secret } = await makeKey(account);
  const sent = await countSent();
  await page.goto("/privacy");
  await page.getByRole("checkbox", { name: "Ignore Lantern" }).check();
  await page.getByRole("button", { name: "Save providers" }).click();
  await expect(page.getByText("Saved. Applies to new requests.")).toBeVisible();
  const refused = await complete(secret, "Say hello", { model: "sandbox/wren" });
  expect(refused.status).toBe(404);
  expect(JSON.stringify(refused.body)).toContain("/settings/privacy");
  expect(await countSent()).toBe(sent);
  expect((await complete(secret)).status).toBe(200);
});

test("free endpoints may train only when their own switch is on", async ({ page, account }) => {
  const { secret } = await makeKey(account);
  await page.goto("/privacy");
  expect((await complete(secret, "Say hello", { model: "sandbox/magpie:free" })).status).toBe(404);
  await page.getByRole("switch", { name: "Free endpoints may train on inputs" }).check();
  await page.getByRole("button", { name: "Save training settings" }).click();
  await expect(page.getByText("Saved. Applies to new requests.")).toBeVisible();
  expect((await complete(secret, "Say hello", { model: "sandbox/magpie:free" })).status).toBe(200);
  expect((await complete(secret, "Say hello", { model: "sandbox/magpie" })).status).toBe(404);
});

test("every setting can be changed with the keyboard", async ({ page }) => {
  await page.goto("/privacy");
  await tabTo(page, page.getByRole("switch", { name: "Paid endpoints may train on inputs" }));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("button", { name: "Save training settings" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText("Saved. Applies to new requests.")).toBeVisible();
  await page.reload();
  await expect(page.getByRole("switch", { name: "Paid endpoints may train on inputs" })).toBeChecked();
});
