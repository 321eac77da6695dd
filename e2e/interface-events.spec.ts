import type { Page } from "@playwright/test";
import { db } from "@/lib/db/client";
import { updatePrivacySettings } from "@/lib/privacy/update-privacy-settings";
import { makeKey, operatorAccount } from "./support/accounts";
import { origin } from "./support/product";
import { expect, expectSoundEverywhere, signedInTest as test } from "./support/test";

const address = "/api/dashboard/interface-events";
const toggle = { name: "Collect optional data" };

/** The bodies of all reports that the page sends from now on. */
function reportsOf(page: Page): string[] {
  const reports: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith(address)) reports.push(request.postData() ?? "");
  });
  return reports;
}

/** What was noted is sent when a page is hidden. */
async function hide(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
    Reflect.deleteProperty(document, "visibilityState");
  });
}

test("until optional data is turned on nothing is sent and nothing is recorded", async ({
  page,
  account,
}) => {
  const reports = reportsOf(page);
  await page.goto("/keys");
  await page.getByRole("link", { name: "Privacy", exact: true }).first().click();
  await expect(page.getByRole("switch", toggle)).not.toBeChecked();
  await page.getByRole("switch", { name: "Paid endpoints may train on inputs" }).check();
  await page.getByRole("button", { name: "Allow training" }).click();
  await expect(page.getByText("Paid endpoints that train can be used.")).toBeVisible();
  await hide(page);
  await page.goto("/account/data");
  const events = page.getByRole("region", { name: "Interface events" });
  await expect(events).toContainText("Nothing recorded");
  await expect(events).toContainText("does not allow it");
  await expectSoundEverywhere(page);
  expect(reports).toEqual([]);
  expect(await db().interfaceEvent.count({ where: { userId: account.actor.userId } })).toBe(0);
});

test("what is recorded is visible to its person alone, and ends with one click", async ({
  page,
  account,
}) => {
  const { userId } = account.actor;
  const key = await makeKey(account);
  const reports = reportsOf(page);
  await page.goto("/privacy");
  await page.getByRole("switch", toggle).check();
  await expectSoundEverywhere(page);
  await page.getByRole("button", { name: "Turn on optional data" }).click();
  await expect(page.getByText("Optional data is on.")).toBeVisible();
  await page.goto(`/keys/${key.id}?from=a-search`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const recorded = async () =>
    (await db().interfaceEvent.findMany({ where: { userId }, orderBy: { id: "asc" } })).map(
      ({ kind, name, code }) => [kind, name, code],
    );
  await expect
    .poll(async () => {
      await hide(page);
      return recorded();
    })
    .toContainEqual(["page", "/keys/[id]", null]);
  expect(await recorded()).toContainEqual(["action", "change_privacy_setting", null]);
  expect(reports.length).toBeGreaterThan(0);
  expect(reports.join()).not.toContain(key.id);
  expect(reports.join()).not.toContain("a-search");
  for (const report of reports) expect(report.length).toBeLessThan(800);

  await page.goto("/account/data");
  const events = page.getByRole("region", { name: "Interface events" });
  await expect(events.getByRole("row").filter({ hasText: "Opened /keys/[id]" })).toHaveCount(1);
  await expectSoundEverywhere(page);

  await page.goto("/privacy");
  await page.getByRole("switch", toggle).uncheck();
  await expect(page.getByText("Optional data is off.", { exact: false }).first()).toBeVisible();
  const before = await recorded();
  reports.length = 0;
  await page.getByRole("link", { name: "Activity", exact: true }).first().click();
  await expect(page).toHaveURL(/\/activity/);
  await hide(page);
  await page.goto("/account/data");
  await expect(events.getByRole("row").filter({ hasText: "Opened /keys/[id]" })).toHaveCount(1);
  expect(reports).toEqual([]);
  expect(await recorded()).toEqual(before);
});

test("a person turns events off for themselves and deletes their own", async ({ page, account }) => {
  await updatePrivacySettings(account.actor, { optionalData: true });
  const where = { userId: account.actor.userId };
  const visits = Array.from({ length: 12 }, () => "/keys");
  await page.request.post(address, { data: JSON.stringify(visits), headers: { origin: origin() } });
  await page.goto("/account/data");
  const events = page.getByRole("region", { name: "Interface events" });
  await events.getByRole("button", { name: "Don’t record my events" }).click();
  await expect(page.getByText("Your events are no longer recorded.")).toBeVisible();
  await expect(events).toContainText("You turned them off for yourself");
  const count = await db().interfaceEvent.count({ where });
  const report = await page.request.post(address, { data: '["/keys"]', headers: { origin: origin() } });
  expect(await report.json()).toEqual({ collecting: false });
  expect(await db().interfaceEvent.count({ where })).toBe(count);

  await page.reload();
  await events.getByRole("button", { name: `Delete ${count} events` }).click();
  const dialog = page.getByRole("alertdialog", { name: `Delete ${count} events` });
  await expectSoundEverywhere(page);
  await dialog.getByRole("button", { name: "Delete events" }).click();
  await expect(page.getByText(`${count} events deleted.`)).toBeVisible();
  await expect(events).toContainText("Nothing recorded");
  expect(await db().interfaceEvent.count({ where })).toBe(0);

  await events.getByRole("button", { name: "Record my events" }).click();
  await expect(page.getByText("Your events are recorded again", { exact: false })).toBeVisible();
  await expect(events.getByRole("button", { name: "Don’t record my events" })).toBeVisible();
});

test("a report of anything but known names stores nothing, and other sites cannot send one", async ({
  page,
  account,
}) => {
  await updatePrivacySettings(account.actor, { optionalData: true });
  await page.goto("/account");
  const send = (data: unknown, headers: Record<string, string> = { origin: origin() }) =>
    page.request.post(address, { data: JSON.stringify(data), headers });
  const where = { userId: account.actor.userId, kind: "error" };
  expect((await send(["Ada Lovelace", "/keys?name=Ada", "!Ada"])).status()).toBe(200);
  const foreign = await send(["!page_failed"], { origin: "https://elsewhere.example" });
  expect(foreign.status()).toBe(403);
  expect(await foreign.json()).toMatchObject({
    error: { code: "foreign_origin", message: `Reports are only accepted from pages of ${origin()}.` },
  });
  expect((await send(["x".repeat(3_000)])).status()).toBe(400);
  expect(await db().interfaceEvent.count({ where })).toBe(0);
  expect(await (await send(["!page_failed"])).json()).toEqual({ collecting: true });
  expect(await db().interfaceEvent.count({ where })).toBe(1);
});

test("operators see how often each name occurs, and nobody's own events", async ({
  page,
  account,
  signIn,
}) => {
  await updatePrivacySettings(account.actor, { optionalData: true });
  await page.request.post(address, { data: JSON.stringify(["/credits"]), headers: { origin: origin() } });
  await signIn(await operatorAccount());
  await page.goto("/operator/interface-events");
  const table = page.getByRole("table", { name: /Interface events by name/ });
  await expect(table.getByRole("row").filter({ hasText: "Opened /credits" }).first()).toBeVisible();
  await expect(page.getByText(account.email)).toHaveCount(0);
  await expectSoundEverywhere(page);
});
