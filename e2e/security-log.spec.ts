import { makeKey } from "./support/accounts";
import { callApi } from "./support/calls";
import { expect, signedInTest as test } from "./support/test";

test("the owner's security log names keys and downloads", async ({ page, account }) => {
  const { secret } = await makeKey(account, { kind: "management" });
  const created = await callApi("/keys", { secret, method: "POST", body: { name: "By a program" } });
  const { hash } = (created.body as { data: { hash: string } }).data;
  await callApi(`/keys/${hash}`, { secret, method: "DELETE" });
  await page.goto("/keys?kind=inference&new=1");
  const sheet = page.getByRole("dialog", { name: "Create key" });
  await sheet.getByLabel("Name").fill("By hand");
  await sheet.getByRole("button", { name: "Create key" }).click();
  await expect(sheet.getByLabel("API key")).toBeVisible();
  for (const file of [
    "activity/export",
    "activity/summary",
    "activity/chart?format=csv",
    "transactions/export",
  ])
    expect((await page.request.get(`/api/dashboard/${file}`)).status()).toBe(200);
  const month = new Date().toISOString().slice(0, 7);
  expect((await page.request.get(`/api/dashboard/statements/${month}`)).status()).toBe(200);
  // Neither the headers of a file nor the figures of the chart are a download.
  expect((await page.request.head("/api/dashboard/activity/export")).status()).toBe(200);
  expect((await page.request.get("/api/dashboard/activity/chart")).status()).toBe(200);

  await page.goto("/account/security");
  const log = page.getByRole("table", { name: "Security log" });
  for (const line of [
    "Key created: By a program",
    "Key deleted: By a program",
    "Key created: By hand",
    "Data exported: requests",
    "Data exported: usage summary",
    "Data exported: usage chart",
    "Data exported: transactions",
    "Data exported: statement",
  ])
    await expect(log.getByRole("row").filter({ hasText: line })).toHaveCount(1);
});
