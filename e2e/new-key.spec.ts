import type { Page } from "@playwright/test";
import { expect, loadMark, signedInTest as test } from "./support/test";

const sheetOf = (page: Page) => page.getByRole("dialog", { name: "New key" });

/** Creates a key in the open sheet. Returns its secret. */
async function create(page: Page, name: string): Promise<string> {
  const sheet = sheetOf(page);
  await sheet.getByLabel("Name").fill(name);
  await sheet.getByRole("button", { name: "Create key" }).click();
  return (await sheet.getByLabel("API key").textContent())?.trim() ?? "";
}

test("a key that is created from a model's page is shown with a call of that model", async ({ page }) => {
  await page.goto("/models/sandbox/kestrel-vision");
  await page.getByRole("link", { name: "Create key for this model" }).click();
  await create(page, "Vision");
  const call = sheetOf(page).getByRole("region", { name: "curl" });
  await sheetOf(page).getByRole("tab", { name: "curl" }).click();
  await expect(call).toContainText('"model":"sandbox/kestrel-vision"');

  await page.goto("/keys?new=1&model=nobody/none");
  await create(page, "Other");
  await sheetOf(page).getByRole("tab", { name: "curl" }).click();
  await expect(call).toContainText('"model":"sandbox/');
});

test("Back from the list does not open the sheet of a created key again", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const sheet = sheetOf(page);
  const saved = sheet.getByLabel("I've saved it somewhere safe");
  const open = async () => {
    await page.goto("/account");
    await page.goto("/keys");
    await page.getByRole("link", { name: "New key" }).first().click();
  };
  await open();
  await create(page, "Saved");
  await saved.check();
  await saved.uncheck();
  await saved.check();
  await sheet.getByRole("button", { name: "Done" }).click();
  await expect(sheet).toBeHidden();
  await expect(page).toHaveURL(/\/keys$/);
  const mark = await loadMark(page);
  await page.goBack();
  await expect(page).toHaveURL(/\/keys$/);
  await expect(sheet).toBeHidden();
  expect(await loadMark(page)).toBe(mark);
  await page.goBack();
  await expect(page).toHaveURL(/\/account$/);

  // Discarded, which ends the guard while it is active.
  await open();
  await create(page, "Discarded");
  await page.keyboard.press("Escape");
  await page.getByRole("alertdialog").getByRole("button", { name: "Close without copying" }).click();
  await expect(sheet).toBeHidden();
  await expect(page).toHaveURL(/\/keys$/);
  await page.goBack();
  await expect(page).toHaveURL(/\/keys$/);
  await expect(sheet).toBeHidden();

  // Back instead of Done.
  await open();
  await create(page, "Left");
  await saved.check();
  await page.goBack();
  await expect(sheet).toBeHidden();
  await expect(page).toHaveURL(/\/keys$/);
});

test("the line about the first request says when it can't check, and where to look after ten minutes", async ({
  page,
  quietConsole,
}) => {
  quietConsole.allow(/Failed to load resource/);
  // Three hundred checks, which is why they do not reach the server.
  test.slow();
  let isAway = true;
  await page.route("**/api/dashboard/keys/*", (route) =>
    isAway ? route.abort() : route.fulfill({ json: { used: false, spend: "$0.00" } }),
  );
  await page.clock.install();
  await page.goto("/keys?kind=inference&new=1");
  await create(page, "Slow");
  const line = sheetOf(page).getByRole("status").filter({ hasText: "first request" });
  await expect(line).toHaveText("Can't check for the first request with this key. Trying again…");
  isAway = false;
  await expect(line).toHaveText("Waiting for the first request with this key…");
  await expect
    .poll(
      async () => {
        await page.clock.runFor(2_000);
        return line.textContent();
      },
      { intervals: [0], timeout: 180_000 },
    )
    .toBe("No longer checking for the first request with this key. Look for it in Activity.");
  await expect(line.getByRole("link", { name: "Activity" })).toHaveAttribute(
    "href",
    /^\/activity\?key=[\w-]{36}$/,
  );
});
