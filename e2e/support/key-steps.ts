import type { Page } from "@playwright/test";
import { callApi, complete } from "./calls";
import { chooseForKey, goTo, rowOf } from "./pages";
import { expect, expectSound } from "./test";

/** Creates the key "Journey" through its form and returns its secret. */
export async function makeKeyByForm(page: Page): Promise<string> {
  await goTo(page, "Keys");
  await expect(page.getByText("No keys yet")).toBeVisible();
  await expectSound(page);
  await page.getByRole("link", { name: "Create key" }).first().click();
  const sheet = page.getByRole("dialog", { name: "Create key" });
  await sheet.getByLabel("Name").fill("Journey");
  await sheet.getByLabel("Spending limit").fill("5");
  await sheet.getByLabel("Limit resets").selectOption("monthly");
  await sheet.getByText("1 year").click();
  await expectSound(page);
  await sheet.getByRole("button", { name: "Create key" }).click();

  const secret = (await sheet.getByLabel("API key").textContent())?.trim() ?? "";
  expect(secret).toMatch(/^sk-or-v1-[0-9a-f]{64}$/);
  await sheet.getByRole("button", { name: "Copy secret" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
  await sheet.getByRole("tab", { name: "curl" }).click();
  await expect(sheet.getByRole("region", { name: "curl" })).toContainText(`Bearer ${secret}`);
  await sheet.getByRole("tab", { name: "openai" }).click();
  await expect(sheet.getByRole("region", { name: "openai" })).toContainText(`apiKey: "${secret}"`);
  await expectSound(page);
  await expect(sheet.getByLabel("I've saved it somewhere safe")).toBeChecked();
  await sheet.getByRole("button", { name: "Done" }).click();

  await expect(rowOf(page, "Journey")).toContainText("$0.00 of $5.00");
  await page.reload();
  await expect(rowOf(page, "Journey")).toBeVisible();
  await expect(page.getByText(secret)).toHaveCount(0);
  await expectSound(page);
  return secret;
}

/** Disables the key "Journey", and undoes it. */
export async function toggleKey(page: Page, secret: string): Promise<void> {
  await chooseForKey(page, "Journey", "Disable");
  await expect(rowOf(page, "Journey")).toContainText("Disabled");
  expect((await complete(secret)).status).toBe(401);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(rowOf(page, "Journey")).not.toContainText("Disabled");
  // A rejection is cached for up to a second; enabling the key need not take effect sooner.
  await expect.poll(() => keyStatus(secret)).toBe(200);
}

export async function deleteKey(page: Page, secret: string): Promise<void> {
  await goTo(page, "Keys");
  await chooseForKey(page, "Journey", "Delete");
  const dialog = page.getByRole("alertdialog", { name: "Delete key “Journey”" });
  await dialog.getByLabel(/Type “delete”/).fill("delete");
  await expectSound(page);
  await dialog.getByRole("button", { name: "Delete key" }).click();
  await expect(page.getByText("No keys yet")).toBeVisible();
  expect((await complete(secret)).status).toBe(401);
}

/** The status of a call with a key that needs no credits. */
export async function keyStatus(secret: string): Promise<number> {
  const { status } = await callApi("/key", { secret });
  return status;
}
