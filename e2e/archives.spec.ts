import { readFile } from "node:fs/promises";
import { db, sqlTransaction } from "@/lib/db/client";
import type { Inventory } from "@/lib/archives/rules/inventory";
import { readZip } from "@/lib/testing/read-zip";
import { makeAccount, makeKey } from "./support/accounts";
import { complete } from "./support/calls";
import { expect, expectFieldError, expectSoundEverywhere, signedInTest as test } from "./support/test";

test("an archive is requested with the password, made with progress, downloaded, and deleted", async ({
  page,
  account,
  signIn,
}) => {
  const key = await makeKey(account, { name: "Key in the archive" });
  await page.goto("/account");
  await page.getByRole("link", { name: "Your data" }).click();
  const region = page.getByRole("region", { name: "Archive of your account" });
  await expectSoundEverywhere(page);
  const password = region.getByLabel("Current password");
  await password.fill("not the password");
  await region.getByRole("button", { name: "Request archive" }).click();
  await expectFieldError(password, /That isn't your current password\./);

  await password.fill(account.password);
  await region.getByRole("button", { name: "Request archive" }).click();
  await expect(page.getByText("Archive requested.", { exact: false }).first()).toBeVisible();
  await expect(region.getByRole("button", { name: "Request archive" })).toBeHidden();
  const link = region.getByRole("link", { name: "Download" });
  await expect(link).toBeVisible({ timeout: 20_000 });
  await expect(region.getByText("Not downloaded yet.", { exact: false })).toBeVisible();
  await expectSoundEverywhere(page);

  const [saved] = await Promise.all([page.waitForEvent("download"), link.click()]);
  expect(saved.suggestedFilename()).toMatch(/^account-\d{4}-\d\d-\d\d\.zip$/);
  const files = await readZip(await readFile(await saved.path()));
  const inventory: Inventory = JSON.parse(String(files.get("inventory.json")));
  expect(inventory.user_id).toBe(account.actor.userId);
  expect(String(files.get("data/keys.csv"))).toContain("Key in the archive");
  expect(String(files.get("data/keys.json"))).not.toContain(key.secret);
  const address = await link.getAttribute("href");

  await page.goto("/account/security");
  await expect(page.getByText("Archive of the account downloaded")).toBeVisible();
  await page.goto("/account/data");
  await expect(region.getByText("Downloaded once.", { exact: false })).toBeVisible();

  await region.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete archive" }).click();
  await expect(link).toBeHidden();
  await expect(page.getByText("Archive deleted.")).toBeVisible();
  expect((await page.request.get(String(address))).status()).toBe(404);
  await signIn(await makeAccount());
  expect((await page.request.get(String(address))).status()).toBe(404);
});

test("an archive that is being made can be canceled, and one that failed says so", async ({
  page,
  account,
}) => {
  const { userId } = account.actor;
  await complete((await makeKey(account)).secret);
  const finishedAt = new Date();
  const failed = { id: "019abf2e-7c51-7d3a-9b1e-5f0c2a7d8e11", userId, state: "failed", finishedAt };
  await db().archive.create({ data: failed, select: { id: true } });
  await page.goto("/account/data");
  const region = page.getByRole("region", { name: "Archive of your account" });
  await expect(region.getByText("Failed")).toBeVisible();
  await expect(region.getByText("It could not be made", { exact: false })).toBeVisible();
  await expectSoundEverywhere(page);
  await sqlTransaction(async (client) => {
    // The archive waits for this table for as long as the transaction lasts.
    await client.query("lock table alert_mutes in access exclusive mode");
    await region.getByLabel("Current password").fill(account.password);
    await region.getByRole("button", { name: "Request archive" }).click();
    await expect(region.getByRole("progressbar", { name: "Making the archive" })).toBeVisible();
    await expectSoundEverywhere(page);
    await region.getByRole("button", { name: "Cancel" }).click();
    await expect(region.getByRole("button", { name: "Request archive" })).toBeVisible();
  });
  await expect.poll(() => db().archive.count({ where: { userId } })).toBe(1);
});
