import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { db } from "@/lib/db/client";
import { makeAccount, makeKey } from "./support/accounts";
import { callApi, complete } from "./support/calls";
import { dollars, rowOf } from "./support/pages";
import { expect, expectFieldError, expectSoundEverywhere, tabTo, signedInTest as test } from "./support/test";

test("without keys, the page says what a key is for and how to create one", async ({ page }) => {
  await page.goto("/keys");
  await expect(page.getByText("No keys yet")).toBeVisible();
  await expectSoundEverywhere(page);
  await page.getByRole("link", { name: "Management keys" }).click();
  await expect(page.getByText("No management keys yet")).toBeVisible();
});

test("keys show how much of their limit is used", async ({ page, account }) => {
  const { secret } = await makeKey(account, {
    name: "Production",
    limitNanos: dollars("0.01"),
    limitReset: "monthly",
  });
  await makeKey(account, { name: "Laptop" });
  // Long enough for this many tokens: a bill beyond what is possible is capped.
  const prompt = `${"word ".repeat(400)}[[sandbox:tokens=1000,500]]`;
  expect((await complete(secret, prompt)).status).toBe(200);
  await page.goto("/keys");
  await expect(page.getByRole("meter", { name: "Usage of key Production" })).toBeVisible();
  await expect(rowOf(page, "Production")).toContainText("$0.00125 of $0.01");
  await expect(rowOf(page, "Laptop")).toContainText("no limit");
  await expectSoundEverywhere(page);
  await page.getByRole("link", { name: "Production" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Production" })).toBeVisible();
  await expect(page.getByText("Remaining")).toBeVisible();
  await expectSoundEverywhere(page);
});

test("a negative limit and a past date are rejected next to their fields, and nothing is written", async ({
  page,
  account,
}) => {
  await page.goto("/keys?kind=inference&new=1");
  const sheet = page.getByRole("dialog", { name: "New key" });
  await expectSoundEverywhere(page);
  await sheet.getByLabel("Name").fill("Refused");
  await sheet.getByLabel("Spending limit").fill("-1");
  await sheet.getByLabel("Expires").fill("2020-01-01");
  await sheet.getByRole("button", { name: "Create key" }).click();
  await expectFieldError(sheet.getByLabel("Spending limit"), /from 0 to/);
  await expectFieldError(sheet.getByLabel("Expires"), /future date/);
  await expect(sheet.getByRole("alert")).toBeFocused();
  await expect(sheet.getByLabel("Name")).toHaveValue("Refused");
  await expectSoundEverywhere(page);
  const { workspaceId } = account.actor;
  expect(await db().apiKey.count({ where: { workspaceId } })).toBe(0);
});

test("the openai snippet runs unchanged", async ({ page }) => {
  await page.goto("/keys?kind=inference&new=1");
  const sheet = page.getByRole("dialog", { name: "New key" });
  await sheet.getByLabel("Name").fill("Snippet");
  await sheet.getByRole("button", { name: "Create key" }).click();
  await sheet.getByRole("tab", { name: "openai" }).click();
  const snippet = (await sheet.getByRole("region", { name: "openai" }).textContent()) ?? "";
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", snippet], {
    cwd: path.resolve(import.meta.dirname, ".."),
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  expect(stdout).toContain("total_tokens");
  await expect(sheet.getByRole("link", { name: "Close without saving" })).toBeVisible();
});

test("a change takes effect with the next request", async ({ page, account }) => {
  const { secret } = await makeKey(account, { name: "Changing" });
  expect((await complete(secret)).status).toBe(200);
  await page.goto("/keys");
  await page.getByRole("button", { name: "Edit Changing" }).click();
  const dialog = page.getByRole("dialog", { name: "Edit key “Changing”" });
  await dialog.getByLabel("Name").fill("Changed");
  await dialog.getByLabel("Spending limit").fill("0");
  await expectSoundEverywhere(page);
  await dialog.getByRole("button", { name: "Save key" }).click();
  await expect(rowOf(page, "Changed")).toContainText("of $0.00");
  await expect(dialog).toBeHidden();
  expect((await complete(secret)).status).toBe(402);
});

test("a management key needs only a name and manages keys, but cannot call models", async ({ page }) => {
  await page.goto("/keys?kind=management");
  await page.getByRole("link", { name: "New management key" }).first().click();
  const sheet = page.getByRole("dialog", { name: "New management key" });
  await sheet.getByLabel("Name").fill("Terraform");
  await sheet.getByRole("button", { name: "Create key" }).click();
  const secret = (await sheet.getByLabel("API key").textContent())?.trim() ?? "";
  expect((await callApi("/keys", { secret })).status).toBe(200);
  expect((await complete(secret)).status).toBe(401);
});

test("creating and deleting a key work with only the keyboard, and Escape restores the focus", async ({
  page,
  account,
}) => {
  await makeKey(account, { name: "Kept" });
  await page.goto("/keys");
  await tabTo(page, page.getByRole("link", { name: "New key" }));
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog", { name: "New key" });
  await expect(sheet).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(page).toHaveURL(/\/keys$/);
  await expect(page.getByRole("link", { name: "New key" })).toBeFocused();

  const trigger = page.getByRole("button", { name: "Delete Kept" });
  await tabTo(page, trigger);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("alertdialog", { name: "Delete key “Kept”" });
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(trigger).toBeFocused();

  await page.keyboard.press("Enter");
  await tabTo(page, dialog.getByLabel(/Type “delete”/));
  await expect(dialog.getByRole("button", { name: "Delete key" })).toBeDisabled();
  await page.keyboard.type("delete");
  await page.keyboard.press("Enter");
  await expect(page.getByText("No keys yet")).toBeVisible();
});

test("another user's key name does not appear in search, one's own does", async ({ page, account }) => {
  await makeKey(await makeAccount({ name: "eve" }), { name: "Secret project" });
  await makeKey(account, { name: "My project" });
  await page.goto("/keys");
  await page.keyboard.press("ControlOrMeta+k");
  const palette = page.getByRole("dialog", { name: "Search and commands" });
  await palette.getByRole("combobox").fill("project");
  await expect(palette.getByRole("option", { name: "My project" })).toBeVisible();
  await expect(palette.getByRole("option", { name: "Secret project" })).toHaveCount(0);
  await expectSoundEverywhere(page);
  await page.keyboard.press("Escape");
  await expect(palette).toBeHidden();
});
