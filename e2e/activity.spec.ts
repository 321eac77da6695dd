import { readFile } from "node:fs/promises";
import { type Account, balanceOf, makeAccount, makeKey } from "./support/accounts";
import { complete } from "./support/calls";
import { csvRows, dollars, requestsCard, requestsShown } from "./support/pages";
import { expect, expectSoundEverywhere, tabTo, signedInTest as test } from "./support/test";

test("before the first request, the page shows the first steps", async ({ page, account }) => {
  await page.goto("/activity");
  const steps = page.getByRole("region", { name: "First steps" });
  await expect(steps.getByRole("listitem").filter({ hasText: "Confirm your email address" })).toContainText(
    "(done)",
  );
  await expect(steps.getByRole("listitem").filter({ hasText: "Create a key" })).toContainText("(to do)");
  await expect(steps.getByRole("region", { name: "curl" })).toContainText("/api/v1/chat/completions");
  await makeKey(account);
  await expect(steps.getByRole("listitem").filter({ hasText: "Create a key" })).toContainText("(done)");
  await expectSoundEverywhere(page);
});

test("requests, sums and charts agree in every view", async ({ page, account }) => {
  const total = await makeHistory(account);
  await page.goto("/activity");
  await expect(requestsShown(page)).toHaveCount(4);
  await expect(requestsCard(page).getByRole("row").filter({ hasText: "503 Unavailable" })).toHaveCount(1);
  await expectSoundEverywhere(page);
  for (const group of ["By provider", "By key", "By model"]) {
    await page.getByRole("radio", { name: group, exact: true }).click();
    await expect(page.getByRole("radio", { name: group, exact: true })).toBeChecked();
  }
  await page.goto("/activity?range=24h&tab=latency");
  await expectSoundEverywhere(page);
  await page.goto("/activity");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export CSV" }).click(),
  ]);
  const rows = csvRows(await readFile(await download.path(), "utf8"));
  expect(rows).toHaveLength(4);
  expect(rows.reduce((sum, row) => sum + dollars(row["cost_usd"] ?? ""), 0n)).toBe(total);
});

test("filters are in the URL: they survive a reload and can be removed one by one", async ({
  page,
  account,
}) => {
  await makeHistory(account);
  await page.goto("/activity?model=sandbox/wren&status=ok&range=24h");
  await expect(requestsShown(page)).toHaveCount(1);
  await page.reload();
  await expect(requestsShown(page)).toHaveCount(1);
  await page.getByRole("link", { name: "Remove filter Model: sandbox/wren" }).click();
  await expect(requestsShown(page)).toHaveCount(3);
  await page.getByRole("link", { name: "Clear all" }).click();
  await expect(requestsShown(page)).toHaveCount(4);
  await page.getByRole("button", { name: "Filter" }).click();
  const menu = page.getByRole("dialog", { name: "Filter by" });
  await menu.getByLabel("End user").fill("customer-9");
  await menu.getByRole("button", { name: "Show end user" }).click();
  await expect(page).toHaveURL(/user=customer-9/);
  await expect(requestsShown(page)).toHaveCount(1);
  await page.goto("/activity?model=sandbox/nothing");
  await expect(page.getByText("No matches")).toBeVisible();
  await expectSoundEverywhere(page);
});

test("an invalid URL still shows a page", async ({ page }) => {
  await page.goto(
    "/activity?range=forever&status=9999&model=%00&from=x&to=y&cursor=z&generation=q&zone=Nowhere/At",
  );
  // The request in the URL does not exist; its open sheet blocks the page until it is closed.
  await expect(page.getByRole("dialog").getByText("Request not found")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { level: 1, name: "Activity" })).toBeVisible();
});

test("a request opens with the parts of its price, moves with arrow keys and closes with Escape", async ({
  page,
  account,
}) => {
  await makeHistory(account);
  await page.goto("/activity");
  const first = requestsShown(page).first();
  await tabTo(page, first, 120);
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog");
  await expect(sheet).toBeVisible();
  await expect(page).toHaveURL(/generation=gen-/);
  const opened = page.url();
  await expect(sheet.getByRole("region", { name: "Cost" })).toContainText("Completion");
  await expectSoundEverywhere(page);
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(first).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(opened);
  await expect(sheet).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expect(page).not.toHaveURL(opened);
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(page).toHaveURL(/\/activity$/);
});

test("a chart that fails to load shows an id, and retrying works", async ({
  page,
  account,
  quietConsole,
}) => {
  quietConsole.allow(/status of 500/);
  await makeHistory(account);
  await page.goto("/activity");
  const failure = { error: { code: "internal", message: "No.", requestId: "req_for_this_test" } };
  await page.route("**/api/dashboard/activity/chart**", (route) =>
    route.fulfill({ status: 500, json: failure }),
  );
  await page.getByRole("radio", { name: "By provider" }).click();
  const alert = page.getByRole("alert").filter({ hasText: "The chart couldn't be loaded" });
  await expect(alert).toContainText("req_for_this_test", { timeout: 20_000 });
  await expectSoundEverywhere(page);
  await page.unroute("**/api/dashboard/activity/chart**");
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(alert).toBeHidden();
});

test("on a phone, the feed has the same requests, in two lines each", async ({ page, account }) => {
  await makeHistory(account);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/activity");
  await expect(requestsShown(page)).toHaveCount(4);
});

test("a member of another workspace sees nothing of it", async ({ page, account, signIn }) => {
  await makeHistory(account);
  await signIn(await makeAccount({ name: "eve" }));
  await page.goto("/activity");
  await expect(page.getByText("No requests yet")).toBeVisible();
});

/** Three successes and one failure. Returns their total cost. */
async function makeHistory(account: Account): Promise<bigint> {
  const before = await balanceOf(account);
  const [first, second] = [
    await makeKey(account, { name: "First" }),
    await makeKey(account, { name: "Second" }),
  ];
  await complete(first.secret, "Say hello");
  await complete(first.secret, "Say hello", { model: "sandbox/wren" });
  await complete(second.secret, "Say hello", { user: "customer-9" });
  await complete(second.secret, "[[sandbox:status=503]]");
  return before - (await balanceOf(account));
}
