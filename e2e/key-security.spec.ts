import type { Page } from "@playwright/test";
import { db } from "@/lib/db/client";
import { updateKey } from "@/lib/keys/update-key";
import { addQuarterHour } from "@/lib/testing/alerts";
import { type Account, makeKey } from "./support/accounts";
import { callApi, complete } from "./support/calls";
import { mailTo, origin } from "./support/product";
import { expect, expectSoundEverywhere, signedInTest as test } from "./support/test";

const noticeOf = (page: Page, text: string | RegExp) =>
  page.getByRole("list", { name: "Notices" }).getByRole("listitem").filter({ hasText: text });
const logLine = (page: Page, text: string | RegExp) =>
  page.getByRole("table", { name: "Security log" }).getByRole("row").filter({ hasText: text });

// A test waits for a flush of ten seconds and a job of thirty.
test.describe.configure({ timeout: 180_000 });

/** Counts are written within ten seconds, and judged within half a minute. */
async function untilAlerted({ actor: { workspaceId } }: Account, kind: string): Promise<void> {
  await expect.poll(() => db().alert.count({ where: { workspaceId, kind } }), { timeout: 75_000 }).toBe(1);
}

test("a disabled key that is still used is in a mail, a notice and the security log", async ({
  page,
  account,
}) => {
  const { id, secret } = await makeKey(account, { name: "Leaked" });
  expect((await callApi("/key", { secret })).status).toBe(200);
  expect((await updateKey(account.actor, { id }, { disabled: true })).ok).toBe(true);
  // What was looked up before is cached for up to a second.
  await expect.poll(async () => (await callApi("/key", { secret })).status).toBe(401);
  for (let sent = 1; sent < 49; sent += 1) expect((await callApi("/key", { secret })).status).toBe(401);
  const { workspaceId } = account.actor;
  const counted = async () => {
    const sum = await db().keyRejection.aggregate({ where: { workspaceId }, _sum: { requests: true } });
    return sum._sum.requests;
  };
  await expect.poll(counted, { timeout: 30_000 }).toBe(49n);
  expect((await callApi("/key", { secret })).status).toBe(401);
  await untilAlerted(account, "key_rejected");

  const title = "Key “Leaked” is disabled, and was used 50 times in an hour";
  const mail = await mailTo(account.email, /was used 50 times/);
  expect(mail.subject).toBe(title);
  expect(mail.text).toContain(`${origin()}/keys/${id}`);
  await page.goto("/notices");
  await expect(noticeOf(page, title).getByRole("link", { name: "View key" })).toBeVisible();
  await expectSoundEverywhere(page);
  await page.goto("/account/security");
  await expect(
    logLine(page, /A key that no longer works is still used: sk-or-v1-.*, 50 requests/),
  ).toBeVisible();
  await expectSoundEverywhere(page);
});

test("unusual spend is in a mail, a notice and the security log, and the mail disables the key", async ({
  page,
  account,
}) => {
  const { id, secret } = await makeKey(account, { name: "Busy" });
  const { workspaceId } = account.actor;
  const quarterHourMs = 15 * 60_000;
  const start = new Date(Math.floor(Date.now() / quarterHourMs) * quarterHourMs);
  await addQuarterHour({ workspaceId }, { keyId: id, start, cost: 31.2 });
  await untilAlerted(account, "unusual_spend");
  // Without a request, the page shows how to send the first one.
  expect((await complete(secret)).status).toBe(200);

  const title = "Unusual spend: key “Busy” spent $31.20 in an hour";
  await page.goto("/notices");
  await noticeOf(page, title).getByRole("link", { name: "View activity" }).click();
  await expect(page).toHaveURL(new RegExp(`/activity\\?from=.*&key=${id}`));
  await expect(page.getByRole("link", { name: "Remove filter Key: Busy" })).toBeVisible();
  await page.goto("/account/security");
  const line = logLine(page, /Unusual spend of key sk-or-v1-.*: \$31\.20 in an hour/);
  await expect(line).toBeVisible();
  await expect(line).not.toContainText("Unknown");

  const mail = await mailTo(account.email, /^Unusual spend/);
  expect(mail.subject).toBe(title);
  const link = /https?:\S+disable-key\S+/.exec(mail.text)?.[0] ?? "";
  await page.context().clearCookies();
  await page.goto(link);
  await page.getByRole("button", { name: "Disable key" }).click();
  await expect(page.getByRole("heading", { name: "The key is disabled" })).toBeVisible();
  await expect.poll(async () => (await callApi("/key", { secret })).status).toBe(401);
});

test("emails about unusual spend and rejected keys cannot be turned off", async ({ page }) => {
  await page.goto("/account/notifications");
  const always = page.getByRole("region", { name: "Always sent" });
  await expect(always).toContainText("Unusual spend");
  await expect(always).toContainText("Rejected keys");
  await expect(page.getByRole("switch", { name: "Unusual spend" })).toHaveCount(0);
});
