import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { db } from "@/lib/db/client";
import { deleteKey } from "@/lib/keys/delete-key";
import { makeAccount, makeKey } from "./support/accounts";
import { callApi, complete } from "./support/calls";
import { chooseForKey, dollars, rowOf, searchInPalette } from "./support/pages";
import { whileTableIsAway } from "./support/trouble";
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
  await expect(page.getByRole("list", { name: "Spend" })).toContainText("Left");
  await expectSoundEverywhere(page);
});

test("a negative limit and a past date are rejected next to their fields, and nothing is written", async ({
  page,
  account,
}) => {
  await page.goto("/keys?kind=inference&new=1");
  const sheet = page.getByRole("dialog", { name: "Create key" });
  await expectSoundEverywhere(page);
  await sheet.getByLabel("Name").fill("Refused");
  await sheet.getByLabel("Spending limit").fill("-1");
  await sheet.getByText("Custom", { exact: true }).click();
  await sheet.getByLabel("Expiry date").fill("2020-01-01");
  await sheet.getByRole("button", { name: "Create key" }).click();
  await expectFieldError(sheet.getByLabel("Spending limit"), /from 0 to/);
  await expectFieldError(sheet.getByLabel("Expiry date"), /future date/);
  await expect(sheet.getByLabel("Spending limit")).toBeFocused();
  await expect(sheet.getByLabel("Name")).toHaveValue("Refused");
  await expectSoundEverywhere(page);
  const { workspaceId } = account.actor;
  expect(await db().apiKey.count({ where: { workspaceId } })).toBe(0);
});

test("a new key's secret is not lost by any way of closing, until it is copied", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/keys");
  await page.getByRole("link", { name: "Create key" }).first().click();
  const sheet = page.getByRole("dialog", { name: "Create key" });
  await expect(sheet.getByLabel("Name")).toBeFocused();
  await expect(sheet.getByLabel("Spending limit")).toHaveValue("25");
  await sheet.getByLabel("No limit").check();
  await expect(sheet.getByLabel("Spending limit")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(sheet, "nothing to lose yet").toBeHidden();

  await page.getByRole("link", { name: "Create key" }).first().click();
  await sheet.getByLabel("Name").fill("Guarded");
  await page.keyboard.press("Enter");
  const secret = (await sheet.getByLabel("API key").textContent())?.trim() ?? "";
  expect(secret).toMatch(/^sk-or-v1-/);
  const question = page.getByRole("alertdialog", { name: "Close without copying?" });
  const ways: readonly [string, () => Promise<unknown>][] = [
    ["Escape", () => page.keyboard.press("Escape")],
    ["×", () => sheet.getByRole("button", { name: "Close", exact: true }).click()],
    ["the button", () => sheet.getByRole("button", { name: "Close without copying" }).click()],
    ["back", () => page.goBack()],
    ["back again", () => page.goBack()],
  ];
  for (const [way, close] of ways) {
    await close();
    await expect(question, way).toBeVisible();
    await question.getByRole("button", { name: "Keep open" }).click();
    await expect(question).toBeHidden();
    await expect(sheet.getByLabel("API key"), way).toHaveText(secret);
  }
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("dialog", { name: "Search and commands" })).toHaveCount(0);
  await page.keyboard.type("ga?");
  expect((await complete(secret)).status).toBe(200);
  await sheet.getByRole("link", { name: "View it" }).click();
  await expect(question, "a link").toBeVisible();
  await page.keyboard.type("ga?");
  await question.getByRole("button", { name: "Keep open" }).click();
  await expect(sheet.getByLabel("API key")).toHaveText(secret);
  await page.mouse.click(20, 450);
  await expect(question, "a click outside").toBeHidden();
  await expect(sheet.getByLabel("API key")).toHaveText(secret);
  await page.keyboard.press("Escape");
  await expectSoundEverywhere(page);
  await question.getByRole("button", { name: "Keep open" }).click();

  await sheet.getByRole("button", { name: "Copy .env", exact: true }).click();
  await expect(sheet.getByLabel("I've saved it somewhere safe")).toBeChecked();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(question).toBeHidden();
  await expect(rowOf(page, "Guarded")).toContainText("of $25.00");
  await expect(rowOf(page, "Guarded")).toContainText("Active");
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("dialog", { name: "Search and commands" })).toBeVisible();
});

test("a key's page shows what it spent on which models, its newest requests and its changes", async ({
  page,
  account,
}) => {
  const { id, secret } = await makeKey(account, { name: "Charted" });
  await page.goto(`/keys/${id}`);
  await expect(page.getByText("No requests with this key in the last 30 days.")).toBeVisible();
  await expect(page.getByText("Never used")).toBeVisible();
  expect((await complete(secret)).status).toBe(200);
  const { secret: other } = await makeKey(account, { name: "Other" });
  expect((await complete(other)).status).toBe(200);
  await page.reload();
  const spend = page.getByRole("region", { name: "Spend by model, last 30 days" });
  await expect(spend.getByRole("group", { name: "Spend by model" })).toBeVisible();
  const requests = page.getByRole("region", { name: "Latest requests" });
  await expect(requests.getByRole("row"), "the header and this key's only request").toHaveCount(2);
  await expect(page.getByRole("region", { name: "History" })).toContainText("Created with no limit.");
  await expectSoundEverywhere(page);
  await requests.getByRole("cell").getByRole("link").click();
  await expect(page).toHaveURL(new RegExp(`/activity\\?.*key=${id}.*generation=gen-`));
  await expect(page.getByRole("dialog")).toBeVisible();
});

test("a part of a key's page that can't be read says so in place, and retrying works", async ({
  page,
  account,
}) => {
  const { id, secret } = await makeKey(account, { name: "Troubled" });
  expect((await complete(secret)).status).toBe(200);
  const alert = (text: string) => page.getByRole("alert").filter({ hasText: text });
  const [chart, history] = [alert("The chart couldn't be loaded"), alert("The history couldn't be loaded")];
  await whileTableIsAway("series_ranks", () =>
    whileTableIsAway("audit_events", async () => {
      await page.goto(`/keys/${id}`);
      await expect(chart).toContainText(/Request req_[\w-]{16}/);
      await expect(history).toContainText(/Request req_[\w-]{16}/);
      await expect(page.getByRole("heading", { level: 1, name: "Troubled" })).toBeVisible();
      await expect(page.getByRole("region", { name: "Latest requests" }).getByRole("row")).toHaveCount(2);
      await expectSoundEverywhere(page);
    }),
  );
  await history.getByRole("button", { name: "Try again" }).click();
  await expect(history).toBeHidden();
  await expect(chart).toBeHidden();
  await expect(page.getByRole("region", { name: "History" })).toContainText("Created with no limit.");
});

test("disabling a key is undone from its toast, and no row changes its height", async ({ page, account }) => {
  await makeKey(account, { name: "Production" });
  await makeKey(account, { name: "Staging" });
  await page.goto("/keys");
  const height = async () => (await rowOf(page, "Production").boundingBox())?.height;
  const before = await height();
  await chooseForKey(page, "Production", "Disable");
  await expect(page.getByText("Key “Production” is disabled.")).toBeVisible();
  await expect(rowOf(page, "Production")).toContainText("Disabled");
  expect(await height()).toBe(before);
  expect(before).toBeLessThanOrEqual(46);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Key “Production” is enabled.")).toBeVisible();
  await expect(rowOf(page, "Production")).not.toContainText("Disabled");
});

test("an undo of a key that was deleted meanwhile says so, and the list shows what is there", async ({
  page,
  account,
}) => {
  const { id } = await makeKey(account, { name: "Gone" });
  await page.goto("/keys");
  await chooseForKey(page, "Gone", "Disable");
  await expect(rowOf(page, "Gone")).toContainText("Disabled");
  expect(await deleteKey(account.actor, { id })).toMatchObject({ ok: true });
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("That doesn't exist, or it has been deleted.").first()).toBeVisible();
  await expect(page.getByText("No keys yet")).toBeVisible();
});

test("many keys are searched, sorted by spend and narrowed to the risky ones, by their address", async ({
  page,
  account,
}) => {
  for (let n = 1; n <= 9; n += 1)
    await makeKey(account, { name: `Key ${n}`, limitNanos: n === 4 ? null : dollars("1") });
  const { secret } = await makeKey(account, { name: "Spender", limitNanos: dollars("1") });
  expect((await complete(secret)).status).toBe(200);
  await makeKey(account, { name: "Newest", limitNanos: dollars("1") });
  await page.goto("/keys");
  await page.getByRole("link", { name: "1 key has no limit" }).click();
  await expect(page).toHaveURL(/show=no-limit/);
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByRole("link", { name: /^Remove filter Show/ }).click();
  await expect(page.getByRole("row").nth(1)).toContainText("Newest");
  await page.getByRole("columnheader", { name: "Spend" }).getByRole("link").click();
  await expect(page.getByRole("row").nth(1)).toContainText("Spender");
  await page.getByLabel("Search keys").fill("key 7");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/q=key\+7/);
  await expect(page.getByRole("row")).toHaveCount(2);
  await expectSoundEverywhere(page);
  await page.goto("/keys?q=nothing-like-it");
  await expect(page.getByText("No keys match")).toBeVisible();
});

test("the openai snippet runs unchanged", async ({ page }) => {
  await page.goto("/keys?kind=inference&new=1");
  const sheet = page.getByRole("dialog", { name: "Create key" });
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
  await expect(sheet.getByText("First request received.")).toContainText("It cost $0.0");
});

test("a change takes effect with the next request", async ({ page, account }) => {
  const { secret } = await makeKey(account, { name: "Changing" });
  expect((await complete(secret)).status).toBe(200);
  await page.goto("/keys");
  await chooseForKey(page, "Changing", "Edit");
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
  await page.getByRole("link", { name: "Create management key" }).first().click();
  const sheet = page.getByRole("dialog", { name: "Create management key" });
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
  await tabTo(page, page.getByRole("link", { name: "Create key" }));
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog", { name: "Create key" });
  await expect(sheet).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(page).toHaveURL(/\/keys$/);
  await expect(page.getByRole("link", { name: "Create key" })).toBeFocused();

  const trigger = page.getByRole("button", { name: "Actions for Kept" });
  const chooseDelete = async () => {
    await page.keyboard.press("Enter");
    await expect(page.getByRole("menuitem", { name: "Edit" })).toBeFocused();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
  };
  await tabTo(page, trigger);
  await chooseDelete();
  const dialog = page.getByRole("alertdialog", { name: "Delete key “Kept”" });
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(trigger).toBeFocused();

  await chooseDelete();
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
  const palette = await searchInPalette(page, "project");
  await expect(palette.getByRole("option", { name: "My project" })).toBeVisible();
  await expect(palette.getByRole("option", { name: "Secret project" })).toHaveCount(0);
  await expectSoundEverywhere(page);
  await page.keyboard.press("Escape");
  await expect(palette).toBeHidden();
});
