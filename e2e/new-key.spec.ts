import type { APIResponse, Page, Route } from "@playwright/test";
import { db } from "@/lib/db/client";
import { rowOf } from "./support/pages";
import { expect, loadMark, signedInTest as test } from "./support/test";

const sheetOf = (page: Page) => page.getByRole("dialog", { name: "Create key" });

/** Creates a key in the open sheet. Returns its secret. */
async function create(page: Page, name: string): Promise<string> {
  const sheet = sheetOf(page);
  await sheet.getByLabel("Name").fill(name);
  await sheet.getByRole("button", { name: "Create key" }).click();
  return (await sheet.getByLabel("API key").textContent())?.trim() ?? "";
}

test("a key that is created from a model's page is shown with a call of that model", async ({ page }) => {
  await page.goto("/models/sandbox/kestrel-vision");
  await page.getByRole("link", { name: "Create key" }).click();
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
    await page.getByRole("link", { name: "Create key" }).first().click();
  };
  await open();
  await create(page, "Saved");
  await saved.check();
  await saved.uncheck();
  await saved.check();
  await sheet.getByRole("button", { name: "Done" }).click();
  await expect(sheet).toBeHidden();
  await expect(page).toHaveURL(/\/keys$/);
  await expect(rowOf(page, "Saved")).toBeVisible();
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
  await expect(page).toHaveURL(/\/account$/);

  // Back instead of Done.
  await open();
  await create(page, "Left");
  await saved.check();
  await page.goBack();
  await expect(sheet).toBeHidden();
  await expect(page).toHaveURL(/\/keys$/);
  await expect(rowOf(page, "Left")).toBeVisible();

  // Opened by its address, so that there is no list to go back to.
  await page.goto("/account");
  await page.goto("/keys?new=1");
  await expect(sheet.getByLabel("Name")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(page).toHaveURL(/\/keys$/);
  await page.goBack();
  await expect(page).toHaveURL(/\/account$/);
});

test("nothing closes the sheet while its key is being created, and one key is created however often it is submitted", async ({
  page,
  account,
}) => {
  await page.goto("/keys");
  await page.getByRole("link", { name: "Create key" }).first().click();
  const sheet = sheetOf(page);
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/keys?*new=1", async (route) => {
    if (route.request().method() === "POST") await held;
    await route.fallback();
  });
  await sheet.getByLabel("Name").fill("Slow");
  await sheet.getByRole("form", { name: "Create key" }).evaluate((form: HTMLFormElement) => {
    for (let times = 0; times < 3; times += 1) form.requestSubmit();
  });
  const ways: readonly [string, () => Promise<unknown>][] = [
    ["Escape", () => page.keyboard.press("Escape")],
    ["×", () => sheet.getByRole("button", { name: "Close", exact: true }).click()],
    ["outside", () => page.mouse.click(20, 450)],
    ["back", () => page.goBack()],
    ["submitted again", () => sheet.getByLabel("Name").press("Enter")],
  ];
  for (const [way, close] of ways) {
    await close();
    await expect(sheet.getByText("The key is being created."), way).toBeVisible();
    await expect(sheet.getByLabel("Name"), way).toHaveValue("Slow");
  }
  release();
  await expect(sheet.getByLabel("API key")).toHaveText(/^sk-or-v1-/);
  await expect(sheet.getByText("The key is being created.")).toHaveCount(0);

  // The question has the focus on what loses nothing.
  const question = page.getByRole("alertdialog", { name: "Close without copying?" });
  await page.keyboard.press("Escape");
  await expect(question.getByRole("button", { name: "Keep open" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(question).toBeHidden();
  await expect(sheet.getByLabel("API key")).toHaveText(/^sk-or-v1-/);
  const { workspaceId } = account.actor;
  expect(await db().apiKey.count({ where: { workspaceId } })).toBe(1);
});

for (const [how, lose] of [
  ["is lost", (route: Route) => route.abort("connectionreset")],
  [
    "breaks off",
    async (route: Route, response: APIResponse) => {
      const body = (await response.body()).subarray(0, 40);
      await route.fulfill({ response, body });
    },
  ],
] as const) {
  test(`when the response to a new key ${how}, the form says what to do and keeps its values`, async ({
    page,
    quietConsole,
  }) => {
    quietConsole.allow(/Failed to load resource/);
    await page.goto("/keys");
    await page.getByRole("link", { name: "Create key" }).first().click();
    const mark = await loadMark(page);
    await page.route("**/keys?*new=1", async (route) => {
      if (route.request().method() !== "POST") return route.fallback();
      await lose(route, await route.fetch());
    });
    const sheet = sheetOf(page);
    await sheet.getByLabel("Name").fill("Lost");
    await sheet.getByLabel("Spending limit").fill("7");
    await sheet.getByRole("button", { name: "Create key" }).click();
    await expect(sheet.getByRole("alert")).toContainText(
      "The server's response was lost. The key may have been created: check the list, and delete it if its secret was lost.",
    );
    await expect(sheet.getByLabel("Name")).toHaveValue("Lost");
    await expect(sheet.getByLabel("Spending limit")).toHaveValue("7");
    expect(await loadMark(page)).toBe(mark);
    await page.keyboard.press("Escape");
    await expect(sheet).toBeHidden();
    await expect(rowOf(page, "Lost")).toContainText("Never used");
    expect(await loadMark(page)).toBe(mark);
  });
}

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
