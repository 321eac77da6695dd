import type { Locator, Page } from "@playwright/test";
import { formatDollars, type Nanos, parseDollars } from "@/lib/kernel/money";
import { type Account, balanceOf, makeKey } from "./support/accounts";
import { complete } from "./support/calls";
import { requestsCard, requestsShown } from "./support/pages";
import { expect, expectSoundEverywhere, loadMark, signedInTest as test } from "./support/test";

const pageSize = 50;

test("older pages keep the place, rows open by key and by click, and new rows wait while one reads", async ({
  page,
  account,
}) => {
  const began = new Date();
  const { secret, spentNanos } = await makeRequests(account, pageSize + 6);
  await page.goto("/activity");
  const card = requestsCard(page);
  const rows = requestsShown(page);
  await expect(rows).toHaveCount(pageSize);
  await expect(card.getByText("1–50 of 56")).toHaveCount(2);
  await expectDayHeading(card, began);
  // The sum of all pages, to the nano-dollar.
  await expect(card.getByText(formatDollars(spentNanos, { decimals: 9 }))).toBeVisible();
  expect((await rows.first().locator("xpath=ancestor::tr").boundingBox())?.height).toBeLessThan(38);

  await test.step("another page begins at the heading", async () => {
    await pages(page, "bottom").getByRole("link", { name: "Older" }).click();
    await expect(card.getByText("51–56 of 56")).toHaveCount(2);
    await expect(rows).toHaveCount(6);
    const heading = card.getByRole("heading", { name: "Requests" });
    await expect(heading).toBeFocused();
    await expect(heading).toBeInViewport();
    await pages(page, "top").getByRole("link", { name: "Newer" }).click();
    await expect(card.getByText("1–50 of 56")).toHaveCount(2);
    await expect(page).toHaveURL(/cursor=newer-/);
    // There is nothing newer, so it is the first page, and it grows.
    await expect(card.getByText("Live")).toBeVisible();
  });

  await test.step("j and k move, Enter opens, Escape returns to the row that was shown last", async () => {
    await page.keyboard.press("j");
    await expect(rows.nth(0)).toBeFocused();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await expect(rows.nth(1)).toBeFocused();
    await page.keyboard.press("Enter");
    const sheet = page.getByRole("dialog");
    await expect(sheet).toBeVisible();
    const second = page.url();
    await page.keyboard.press("j");
    await expect(page).not.toHaveURL(second);
    await page.keyboard.press("Escape");
    await expect(sheet).toBeHidden();
    await expect(rows.nth(2)).toBeFocused();
    // The cost in the fifth row, beside its link.
    await rows.nth(4).locator("xpath=ancestor::tr").getByText("$0.00").click();
    await expect(sheet).toBeVisible();
    await page.goBack();
    await expect(sheet).toBeHidden();
  });

  await test.step("requests that arrive meanwhile wait above", async () => {
    await rows.nth(40).scrollIntoViewIfNeeded();
    await complete(secret);
    await complete(secret);
    const waiting = card.getByRole("button", { name: "2 new" });
    await expect(waiting).toBeVisible({ timeout: 10_000 });
    await expect(rows).toHaveCount(pageSize);
    await waiting.click();
    await expect(rows).toHaveCount(pageSize + 2);
    await expect(card.getByText("1–52 of 58")).toHaveCount(2);
    await expect(card.getByRole("heading", { name: "Requests" })).toBeInViewport();
  });
});

test("a new request appears without rendering the page again, at one small request in two seconds", async ({
  page,
  account,
}) => {
  const { secret, spentNanos } = await makeRequests(account, 1);
  await page.goto("/activity");
  await expect(requestsShown(page)).toHaveCount(1);
  const renders: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    const isPrefetch = "next-router-prefetch" in request.headers();
    if (pathname === "/activity" && !isPrefetch) renders.push(request.url());
  });
  const before = await balanceOf(account);
  await complete(secret, "Say hello", { model: "sandbox/wren" });
  const cost = before - (await balanceOf(account));
  await expect(requestsShown(page)).toHaveCount(2, { timeout: 5_000 });
  await expect(requestsCard(page).getByText(formatDollars(spentNanos + cost, { decimals: 9 }))).toBeVisible();
  expect(renders).toEqual([]);
  // When the browser sent them: a busy machine hears of two at once although they were sent apart.
  const polls = () =>
    page.evaluate(() =>
      performance
        .getEntriesByType("resource")
        .filter(({ name }) => new URL(name).pathname.endsWith("/activity/latest"))
        .map(({ startTime }) => startTime),
    );
  await expect.poll(async () => (await polls()).length, { timeout: 15_000 }).toBeGreaterThan(2);
  const sent = await polls();
  const gaps = sent.slice(1).map((at, place) => at - (sent[place] ?? 0));
  expect(Math.min(...gaps)).toBeGreaterThan(1_500);
});

test("the sheet says why a request failed, explains a charge, and leads to similar requests", async ({
  page,
  context,
  account,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const { secret, spentNanos } = await makeRequests(account, 1);
  await complete(secret, "[[sandbox:status=503]]");
  await page.goto("/activity");
  const card = requestsCard(page);
  const sheet = page.getByRole("dialog");
  await card.getByRole("row").filter({ hasText: "503 Unavailable" }).getByRole("link").click();
  await expect(sheet).toContainText("Failed: 503 Unavailable");
  await expect(sheet).toContainText("It was not charged.");
  await expect(sheet.getByRole("heading", { level: 2 }).first()).toBeFocused();
  await expectSoundEverywhere(page);

  await sheet.getByRole("link", { name: "Older" }).click();
  await expect(sheet).not.toContainText("Failed");
  const cost = sheet.getByRole("region", { name: "Cost" });
  await expect(cost).toContainText("/1M");
  await cost.getByRole("button", { name: "Copy calculation" }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const amounts = copied.split("\n").flatMap((line) => /(−?\$[\d.,]+)$/.exec(line)?.[1] ?? []);
  const [total = 0n, ...parts] = amounts.map((text) => parseDollars(text) ?? 0n).toReversed();
  expect(total).toBe(spentNanos);
  expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(spentNanos);
  await expect(sheet.getByRole("region", { name: "Timeline" })).toContainText("Total");

  const id = sheet.getByRole("button", { name: /^Copy ID/ });
  await id.click();
  expect(page.url()).toContain(await page.evaluate(() => navigator.clipboard.readText()));

  await sheet.getByRole("link", { name: "Fed" }).click();
  await expect(page).toHaveURL(/\/activity\?key=[0-9a-f-]{36}$/);
  await expect(sheet).toBeHidden();
  await expect(requestsShown(page)).toHaveCount(2);
});

/** The heading of requests made since `began`: today's, unless midnight of the page's zone has passed since. */
async function expectDayHeading(card: Locator, began: Date): Promise<void> {
  const zone = /times in (\S+)$/.exec((await card.locator("caption").textContent()) ?? "")?.[1];
  const day = new Intl.DateTimeFormat("en-US", { timeZone: zone, month: "short", day: "numeric" });
  const days = new Set([began, new Date()].map((moment) => day.format(moment)));
  const heading =
    days.size === 1 ? `Today, ${[...days].join()}` : /^(Today|Yesterday), [A-Z][a-z]{2} \d{1,2}$/;
  await expect(
    card.getByText(heading, typeof heading === "string" ? { exact: true } : {}).first(),
  ).toBeVisible();
}

function pages(page: Page, place: "top" | "bottom"): Locator {
  return page.getByRole("navigation", { name: `Pages of requests, ${place}` });
}

test("while the server is away the page stays, and its figures follow once it is back", async ({
  page,
  account,
  quietConsole,
}) => {
  quietConsole.allow(/Failed to load resource/);
  const { secret } = await makeRequests(account, 1);
  await page.clock.install();
  await page.goto("/activity");
  const mark = await loadMark(page);
  const figures = page.getByRole("list", { name: "Totals of the range" }).getByRole("listitem");
  const figure = figures.filter({ hasText: "Requests" });
  await expect(figure).toContainText("1");
  let probes = 0;
  let reads = 0;
  await page.route("**/api/ready", (route) => {
    probes += 1;
    return route.abort();
  });
  await page.route("**/activity?*_rsc=*", (route) => {
    // Next also prefetches links that are in view.
    if (route.request().headers()["next-router-prefetch"] === undefined) reads += 1;
    return route.abort();
  });
  await complete(secret);
  await expect(requestsShown(page)).toHaveCount(2);
  for (const seen of [1, 2]) {
    await page.clock.fastForward(15_000);
    await expect.poll(() => probes).toBeGreaterThanOrEqual(seen);
  }
  expect(reads, "reads while the server is away").toBe(0);
  await page.unrouteAll();
  await page.clock.fastForward(15_000);
  await expect(figure).toContainText("2");
  expect(await loadMark(page)).toBe(mark);
});

/** Requests of a new key, some at a time. Returns its secret and what they cost. */
async function makeRequests(account: Account, count: number): Promise<{ secret: string; spentNanos: Nanos }> {
  const before = await balanceOf(account);
  const { secret } = await makeKey(account, { name: "Fed" });
  for (let sent = 0; sent < count; sent += 8)
    await Promise.all(Array.from({ length: Math.min(8, count - sent) }, () => complete(secret)));
  return { secret, spentNanos: before - (await balanceOf(account)) };
}
