import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { listValuesMax } from "@/lib/activity/rules/activity-filters";
import { db } from "@/lib/db/client";
import { makeAccount, makeKey } from "./support/accounts";
import { complete } from "./support/calls";
import { dollars, exportRequests, groupBy, requestsCard, requestsShown } from "./support/pages";
import { expect, expectSoundEverywhere, fillSignIn, tabTo, signedInTest as test } from "./support/test";
import { makeHistory } from "./support/history";

test("before the first request, the page waits for it with a call to copy, then shows it", async ({
  page,
  account,
}) => {
  await page.goto("/activity");
  const setup = page.getByRole("region", { name: "Setup" });
  await expect(setup).toContainText("Next: Add credits");
  await expect(page.getByRole("region", { name: "curl" })).toContainText("/api/v1/chat/completions");
  await expect(page.getByText("No requests yet")).toBeVisible();
  await setup.getByText("Show all steps").click();
  const steps = setup.getByRole("listitem");
  await expect(steps.filter({ hasText: "Confirm your email address" })).toContainText("(done)");
  await expectSoundEverywhere(page);
  const { secret } = await makeKey(account);
  await expect(steps.filter({ hasText: "Create key" })).toContainText("(done)");
  await complete(secret, "Say hello");
  await expect(requestsShown(page)).toHaveCount(1);
  await expect(setup).toBeHidden();
});

test("a page that waits leads to sign-in when its session has ended elsewhere", async ({
  page,
  account,
  quietConsole,
}) => {
  quietConsole.allow(/status of 401/);
  await page.goto("/activity?range=30d");
  await expect(page.getByText("No requests yet")).toBeVisible();
  await db().session.deleteMany({ where: { userId: account.actor.userId } });
  await expect(page).toHaveURL(/\/sign-in\?next=%2Factivity%3Frange%3D30d&notice=session-ended$/);
  await expect(page.getByText("You were signed out. Sign in to continue.")).toBeVisible();
  await expectSoundEverywhere(page);
  await fillSignIn(page, account.email, account.password);
  await expect(page).toHaveURL(/\/activity\?range=30d$/);
});

test("the setup bar can be dismissed for good", async ({ page }) => {
  await page.goto("/activity");
  const setup = page.getByRole("region", { name: "Setup" });
  await setup.getByRole("button", { name: "Dismiss setup" }).click();
  await expect(setup).toBeHidden();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Send your first request" })).toBeVisible();
  await expect(setup).toBeHidden();
});

test("requests, sums and charts agree in every view", async ({ page, account }) => {
  const total = await makeHistory(account);
  await page.goto("/activity");
  await expect(requestsShown(page)).toHaveCount(4);
  await expect(requestsCard(page).getByRole("row").filter({ hasText: "503 Unavailable" })).toHaveCount(1);
  await expectSoundEverywhere(page);
  await page.goto("/activity?range=24h&tab=latency");
  await expect(page.getByRole("region", { name: "Failure rate by reason" })).toContainText("503 Unavailable");
  await expect(page.getByRole("region", { name: "Latency", exact: true })).toContainText("p99");
  const providers = page.getByRole("region", { name: "Throughput by provider" });
  await expect(providers).toContainText("The median of each provider.");
  await expect(providers.getByRole("button", { name: /tokens\/s$/ }).first()).toBeVisible();
  await expectSoundEverywhere(page);
  await page.goto("/activity");
  const rows = await exportRequests(page);
  expect(rows).toHaveLength(4);
  expect(rows.reduce((sum, row) => sum + dollars(row["cost_usd"] ?? ""), 0n)).toBe(total);
});

test("every choice keeps all others, also in the export", async ({ page, account }) => {
  await makeHistory(account);
  await page.goto("/activity?model=sandbox/wren&not=model");
  await page
    .getByRole("list", { name: "Totals of the range" })
    .getByRole("link", { name: /Tokens/ })
    .click();
  await expect(page).toHaveURL(/metric=tokens/);
  await groupBy(page, "Key");
  await choose(page, "Show as", "Cumulative");
  await choose(page, "Compare with", "Nothing");
  await chooseRange(page, "This month");
  const kept = { model: "sandbox/wren", not: "model", metric: "tokens", group: "key", view: "cumulative" };
  const wanted = { ...kept, compare: "none", range: "month" };
  expect(parametersOf(page.url())).toEqual(wanted);
  await page.getByRole("button", { name: "Export" }).click();
  for (const name of ["Requests as CSV", "Chart as CSV", "Summary as PDF"]) {
    const href = (await page.getByRole("menuitem", { name }).getAttribute("href")) ?? "";
    expect(parametersOf(href)).toMatchObject(wanted);
  }
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Errors and latency" }).click();
  await expect(page).toHaveURL(/tab=latency/);
  expect(parametersOf(page.url())).toEqual({ ...wanted, tab: "latency" });
  await page.goBack();
  await page.goBack();
  await expect(page).not.toHaveURL(/range=month/);
  expect(parametersOf(page.url())).toEqual({ ...kept, compare: "none" });
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
  const menu = page.getByRole("dialog");
  await menu.getByRole("button", { name: "End user" }).click();
  await menu.getByRole("searchbox").fill("customer-9");
  await menu.getByLabel("customer-9").check();
  await menu.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/user=customer-9/);
  await expect(requestsShown(page)).toHaveCount(1);
  await page.goto("/activity?model=sandbox/nothing");
  await expect(page.getByText("No matches")).toBeVisible();
  await expectSoundEverywhere(page);
});

test("usage whose requests are not stored is told from no matches, with filters too", async ({
  page,
  account,
}) => {
  await makeHistory(account);
  await db().generation.deleteMany({ where: { workspaceId: account.actor.workspaceId } });
  await page.goto("/activity?model=sandbox/wren");
  await expect(requestsCard(page)).toContainText("No requests are stored for these filters");
  await expect(requestsCard(page).getByRole("link", { name: "See retention" })).toBeVisible();
  await page.goto("/activity");
  await expect(requestsCard(page)).toContainText("No requests are stored for this range");
  await page.goto("/activity?model=sandbox/nothing");
  await expect(requestsCard(page)).toContainText("No requests match these filters.");
});

test("as many values as the menu offers stay excluded from page to page", async ({ page, account }) => {
  await makeHistory(account);
  const values = Array.from({ length: listValuesMax - 1 }, () => `key=${randomUUID()}`).join("&");
  await page.goto(`/activity?${values}&key=${randomUUID()}&not=key`);
  await expect(requestsShown(page)).toHaveCount(4);
  await page.getByRole("link", { name: "Errors and latency" }).click();
  await expect(page).toHaveURL(/tab=latency/);
  await expect(page.getByRole("region", { name: "Failure rate by reason" })).toBeVisible();
  expect(new URL(page.url()).searchParams.getAll("key")).toHaveLength(listValuesMax);
  await page.reload();
  await expect(requestsShown(page)).toHaveCount(4);
  await page.goto(`${page.url()}&key=${randomUUID()}`);
  await expect(page.getByText(`only the first ${listValuesMax} values are applied`)).toBeVisible();
});

test("several values can be selected or excluded with the keyboard alone", async ({ page, account }) => {
  await makeHistory(account);
  await page.goto("/activity");
  await tabTo(page, page.getByRole("button", { name: "Filter" }));
  await page.keyboard.press("Enter");
  const menu = page.getByRole("dialog");
  await expect(menu.getByRole("button", { name: "Model" })).toBeVisible();
  await menu.getByRole("button", { name: "Model" }).focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(menu.getByRole("searchbox")).toBeFocused();
  await page.keyboard.type("wren");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await expect(menu.getByRole("checkbox", { name: /sandbox\/wren/ })).toBeChecked();
  await expectSoundEverywhere(page);
  await menu.getByRole("radio", { name: "is not" }).check();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/model=sandbox\/wren&not=model/);
  await expect(requestsShown(page)).toHaveCount(3);
  await page.getByRole("link", { name: "Remove filter Model is not: sandbox/wren" }).click();
  await expect(requestsShown(page)).toHaveCount(4);
});

test("a filter that cannot be applied is named", async ({ page, account }) => {
  await makeHistory(account);
  await page.goto("/activity?status=failed&key=typo&key=019a9f00-0000-7000-8000-000000000001");
  await expect(page.getByRole("link", { name: /Remove filter Key: unknown value “typo”/ })).toBeVisible();
  await expect(
    page.getByRole("link", { name: /Remove filter Status: unknown value “failed”/ }),
  ).toBeVisible();
  await page.getByRole("link", { name: "Remove filter Key: unknown", exact: true }).click();
  await expect(requestsShown(page)).toHaveCount(4);
  await expect(page).toHaveURL(/key=typo/);
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

test("Back after a request's sheet was closed does not open it again", async ({ page, account }) => {
  await makeHistory(account);
  const sheet = page.getByRole("dialog");
  await page.goto("/account");
  await page.goto("/activity");
  await requestsShown(page).first().click();
  await expect(sheet).toBeVisible();
  const address = page.url();
  await page.keyboard.press("ArrowRight");
  await expect(page).not.toHaveURL(address);
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(page).toHaveURL(/\/activity$/);
  await page.goBack();
  await expect(page).toHaveURL(/\/account$/);

  // Opened by its address.
  await page.goto(address);
  await expect(sheet).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(page).toHaveURL(/\/activity$/);
  await page.goBack();
  await expect(page).toHaveURL(/\/account$/);
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

/** Chooses an entry of one of the menus that name their choice. */
async function choose(page: Page, label: string, choice: string): Promise<void> {
  const before = page.url();
  await page.getByRole("button", { name: new RegExp(`^${label}`) }).click();
  await page.getByRole("menuitem", { name: choice }).click();
  await expect(page).not.toHaveURL(before);
}

async function chooseRange(page: Page, name: string): Promise<void> {
  const before = page.url();
  await page.getByRole("button", { name: /^Last 7 days/ }).click();
  await page.getByRole("dialog", { name: "Range" }).getByRole("link", { name }).click();
  await expect(page).not.toHaveURL(before);
}

function parametersOf(url: string): Record<string, string> {
  return Object.fromEntries(new URL(url, "http://localhost").searchParams);
}
