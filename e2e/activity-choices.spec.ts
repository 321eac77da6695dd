import { readFile } from "node:fs/promises";
import type { Route } from "@playwright/test";
import { formatDollars } from "@/lib/kernel/money";
import { balanceOf, makeKey } from "./support/accounts";
import { complete } from "./support/calls";
import { requestRows, groupBy, requestsCard, requestsShown } from "./support/pages";
import { expect, expectSoundEverywhere, signedInTest as test, tabTo } from "./support/test";
import { makeHistory } from "./support/history";

/** Choices of the activity page: its range, its columns, and the shortest ways to what people come for. */

const today = () => new Date().toISOString().slice(0, 10);
const named = (day: string) =>
  new Intl.DateTimeFormat("en-US", { timeZone: "UTC", dateStyle: "full" }).format(
    new Date(`${day}T12:00:00Z`),
  );

test("a range is chosen in the calendar by keyboard alone, and can be typed", async ({ page, account }) => {
  await makeHistory(account);
  await page.goto("/activity?metric=tokens");
  await tabTo(page, page.getByRole("button", { name: /^Last 7 days/ }));
  await page.keyboard.press("Enter");
  const menu = page.getByRole("dialog", { name: "Range" });
  const calendar = menu.getByRole("group", { name: "Calendar" });
  await expect(calendar.getByRole("grid")).toHaveCount(2);
  await expectSoundEverywhere(page);
  const last = today();
  await tabTo(page, calendar.getByRole("button", { name: named(last) }));
  await expect(calendar.getByRole("gridcell", { selected: true }).last()).toHaveText(
    String(Number(last.slice(8))),
  );
  // Tomorrow cannot be chosen: the focus stays on today.
  await page.keyboard.press("ArrowRight");
  await expect(calendar.getByRole("button", { name: named(last) })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(menu.getByRole("status")).toContainText("Choose the other end of the range.");
  await expect(menu.getByLabel("From", { exact: true })).not.toHaveValue(last);
  await page.keyboard.press("Enter");
  await expect(menu.getByRole("status")).toContainText("1 day");
  await expect(menu.getByLabel("From", { exact: true })).toHaveValue(last);
  await expect(menu.getByLabel("To", { exact: true })).toHaveValue(last);
  await menu.getByRole("button", { name: "Show range" }).click();
  await expect(page).toHaveURL(new RegExp(`from=${last}&to=${last}`));
  expect(new URL(page.url()).searchParams.get("metric")).toBe("tokens");
  await expect(requestsShown(page)).toHaveCount(4);
  await page.getByRole("button", { name: /^Custom/ }).click();
  await menu.getByLabel("From", { exact: true }).fill("2026-01-02");
  await menu.getByRole("button", { name: "Show range" }).click();
  await expect(page).toHaveURL(/from=2026-01-02&to=/);
});

test("on a phone, the calendar shows one month and fits", async ({ page, account }) => {
  await makeHistory(account);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/activity");
  await page.getByRole("button", { name: /^Last 7 days/ }).click();
  const calendar = page.getByRole("group", { name: "Calendar" });
  await expect(calendar.getByRole("grid")).toHaveCount(1);
  await expect(calendar.getByRole("button", { name: named(today()) })).toBeInViewport();
  await expectSoundEverywhere(page);
});

test("the month's spend is on the page, whatever is filtered, and leads to the month", async ({
  page,
  account,
}) => {
  const spent = await makeHistory(account);
  await page.goto("/activity?range=1h&model=sandbox/nothing");
  const figure = page.getByRole("listitem").filter({ hasText: "Spend this month" });
  await expect(figure.getByTitle(formatDollars(spent, { exact: true }))).toBeVisible();
  await figure.getByRole("link").click();
  await expect(page).toHaveURL(/\/activity\?range=month$/);
  await expect(requestsShown(page)).toHaveCount(4);
});

test("why a request failed is one click away, and two with all that is known", async ({ page, account }) => {
  await makeHistory(account);
  await page.goto("/activity");
  await requestsCard(page).getByRole("link", { name: "1 failed" }).click();
  await expect(page).toHaveURL(/status=error#requests$/);
  await expect(requestsShown(page)).toHaveCount(1);
  const row = requestsCard(page).getByRole("row").filter({ hasText: "503 Unavailable" });
  await expect(row.getByTitle("No provider of this model was available. Try again shortly.")).toBeVisible();
  await expect(requestsCard(page).getByRole("link", { name: /failed$/ })).toBeHidden();
  await row.getByText("503 Unavailable").click();
  await expect(page.getByRole("dialog")).toContainText("Failed: 503 Unavailable");
});

test("what one customer cost is one click away", async ({ page, account }) => {
  await makeHistory(account);
  const key = await makeKey(account);
  const before = await balanceOf(account);
  await complete(key.secret, "Say hello", { user: "customer-of-one-click" });
  const cost = before - (await balanceOf(account));
  await page.goto("/activity");
  await groupBy(page, "End user");
  const row = page.getByRole("row").filter({ hasText: "customer-of-one-click" }).first();
  await expect(row.getByTitle(formatDollars(cost, { exact: true })).first()).toBeVisible();
  await expectSoundEverywhere(page);
});

test("the export menu says how many requests a file has, and about its size", async ({ page, account }) => {
  await makeHistory(account);
  await page.goto("/activity?range=24h&model=sandbox/wren");
  const menu = page.getByRole("menu", { name: "Export" });
  await page.getByRole("button", { name: "Export" }).press("Enter");
  await expect(menu).toContainText("1 request");
  await expect(menu.getByRole("menuitem", { name: /^Requests as CSV\s*about 1 kB$/ })).toBeFocused();
  await expect(menu.getByRole("menuitem", { name: /^Requests as NDJSON\s*about 1 kB$/ })).toBeVisible();
  await expectSoundEverywhere(page);
});

test("requests of a range that begins before they are kept are counted when the export menu opens", async ({
  page,
  account,
}) => {
  await makeHistory(account);
  const menu = page.getByRole("menu", { name: "Export" });
  const counts: Route[] = [];
  await page.route("**/api/dashboard/activity/count?*", (route) => {
    counts.push(route);
  });
  await page.goto("/activity?range=90d");
  await expect(requestsShown(page)).toHaveCount(4);
  expect(counts).toEqual([]);
  await page.getByRole("button", { name: "Export" }).press("Enter");
  await expect(menu).toContainText("Counting requests…");
  await expect(menu.getByRole("menuitem", { name: "Requests as CSV" })).toBeFocused();
  await expect.poll(() => counts.length).toBe(1);
  await counts[0]?.continue();
  await expect(menu).toContainText("4 requests");
  await expect(menu.getByRole("menuitem", { name: /^Requests as NDJSON\s*about 4 kB$/ })).toBeVisible();
  await expect(menu.getByRole("menuitem", { name: /^Requests as CSV/ })).toBeFocused();
  await expectSoundEverywhere(page);
});

test("an export starts although its requests could not be counted", async ({
  page,
  account,
  quietConsole,
}) => {
  quietConsole.allow(/Failed to load resource/);
  await makeHistory(account);
  await page.route("**/api/dashboard/activity/count?*", (route) => route.fulfill({ status: 503 }));
  await page.goto("/activity?range=90d");
  await page.getByRole("button", { name: "Export" }).click();
  const menu = page.getByRole("menu", { name: "Export" });
  await expect(menu).toContainText("The requests couldn't be counted. You can still export them.");
  const entry = menu.getByRole("menuitem", { name: "Requests as CSV" });
  const [download] = await Promise.all([page.waitForEvent("download"), entry.click()]);
  expect(requestRows(await readFile(await download.path(), "utf8"))).toHaveLength(4);
});

test("last month is exported in two clicks, with the filters of the page", async ({ page, account }) => {
  await makeHistory(account);
  await page.goto("/activity?range=24h&model=sandbox/wren");
  await page.getByRole("button", { name: "Export" }).click();
  const entry = page.getByRole("menuitem", { name: "Last month as CSV" });
  const href = new URL((await entry.getAttribute("href")) ?? "", page.url());
  expect(Object.fromEntries(href.searchParams)).toEqual({ range: "last-month", model: "sandbox/wren" });
  const [download] = await Promise.all([page.waitForEvent("download"), entry.click()]);
  expect(requestRows(await readFile(await download.path(), "utf8"))).toEqual([]);
});

test("two choices in quick succession are both made, whichever is loaded", async ({ page, account }) => {
  await makeHistory(account);
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto("/activity?view=lines");
  await expect(requestsShown(page)).toHaveCount(4);
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/activity?*_rsc=*", async (route) => {
    await released;
    await route.continue();
  });
  await page.getByRole("link", { name: "24h", exact: true }).click();
  await page.getByRole("navigation", { name: "Group by" }).getByRole("link", { name: "Key" }).click();
  // A menu closes as usual, although its link is not followed as it is.
  await page.getByRole("button", { name: "Show as" }).click();
  await page.getByRole("menuitem", { name: "Cumulative" }).click();
  await expect(page.getByRole("menu")).toBeHidden();
  // So does a form.
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByRole("button", { name: "Status" }).click();
  await page.getByRole("radio", { name: "OK" }).check();
  await page.getByRole("button", { name: "Apply" }).click();
  release();
  await expect(page).toHaveURL((url) => url.searchParams.has("status"));
  expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
    range: "24h",
    group: "key",
    view: "cumulative",
    status: "ok",
  });
  await expect(page.getByRole("navigation", { name: "Usual ranges" }).getByText("24h")).toHaveAttribute(
    "aria-current",
    "true",
  );
  // Nothing is left over for the next choice.
  await page.goBack();
  await page.getByRole("link", { name: "30d", exact: true }).click();
  await expect(page).toHaveURL(/range=30d/);
});

test("columns are chosen by keyboard and kept; time and cost are no choice", async ({ page, account }) => {
  await makeHistory(account);
  await page.goto("/activity");
  const headers = requestsCard(page).getByRole("columnheader");
  const usual = ["Time", "Model", "App and key", "Tokens in → out", "Cost", "Duration", "Status"];
  await expect(headers).toHaveText(usual);
  await requestsCard(page).getByRole("button", { name: "Columns" }).press("Enter");
  const menu = page.getByRole("dialog", { name: "Columns" });
  await expect(menu.getByRole("checkbox", { name: "App and key" })).toBeFocused();
  await expect(menu.getByRole("checkbox", { name: /Time|Cost/ })).toHaveCount(0);
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await menu.getByRole("checkbox", { name: "First token" }).check();
  await expectSoundEverywhere(page);
  await page.keyboard.press("Escape");
  const chosen = [
    "Time",
    "Model",
    "End user",
    "Tokens in → out",
    "Cost",
    "First token",
    "Duration",
    "Status",
  ];
  await expect(headers).toHaveText(chosen);
  await expect(requestsCard(page).getByRole("cell", { name: "customer-9" })).toBeVisible();
  await page.reload();
  await expect(headers).toHaveText(chosen);
  await requestsCard(page).getByRole("button", { name: "Columns" }).click();
  await menu.getByRole("button", { name: "Reset" }).click();
  await expect(headers).toHaveText(usual);
});
