import { deleteAccount } from "@/lib/accounts/delete-account";
import { db } from "@/lib/db/client";
import { parseDollars } from "@/lib/kernel/money";
import { eraseWorkspaces } from "@/lib/privacy/erase-workspaces";
import { makeKey } from "./support/accounts";
import { complete } from "./support/calls";
import { linkIn, mailTo } from "./support/product";
import { expect, expectSoundEverywhere, signedInTest as test } from "./support/test";

test("a person who deleted an account follows it by the link in the mail, without an account", async ({
  page,
  browser,
  account,
}) => {
  const { secret } = await makeKey(account, { name: "Private name of a key" });
  for (let calls = 0; calls < 2; calls += 1) expect((await complete(secret)).status).toBe(200);
  await page.goto("/account/security");
  const zone = page.getByRole("region", { name: "Delete your account" });
  await expect(zone).toContainText("We email a link that shows what was removed.");
  await zone.getByRole("button", { name: "Delete account" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Delete your account" });
  await dialog.getByLabel(/to confirm/).fill(account.email);
  await dialog.getByLabel("Current password").fill(account.password);
  await dialog.getByRole("button", { name: "Delete account" }).click();
  await expect(page.getByText("Your account has been deleted.", { exact: false })).toBeVisible();

  const link = linkIn(await mailTo(account.email, /account was deleted/));
  // Another browser, without cookies.
  const other = await (await browser.newContext()).newPage();
  await other.goto(link);
  await expect(other.getByRole("heading", { name: "The account is deleted" })).toBeVisible();
  const step = (title: string) => other.getByRole("listitem").filter({ hasText: title });
  await expect(step("Access ended")).toContainText("Done");
  await expect(step("Access ended")).toContainText(/API keys\s*1/);
  await expect(step("Personal data removed")).toContainText("Done");
  // It reads itself again until the job is through.
  const activity = step("Requests and stored content removed");
  await expect(activity).toContainText("Done", { timeout: 20_000 });
  await expect(activity).toContainText(/Requests\s*2/);
  await expect(activity).toContainText("Empty since");
  await expect(step("Checked once more")).toContainText("Waiting");
  await expect(step("Customer deleted at Stripe")).toContainText("Done");
  await expect(step("Billing records")).toContainText("of the ledger");
  await expectSoundEverywhere(other);
  const text = await other.locator("body").innerText();
  for (const personal of [account.email, "Private name of a key", account.actor.userId])
    expect(text).not.toContain(personal);

  // The check a day later.
  const { workspaceId } = account.actor;
  await db().workspace.update({ where: { id: workspaceId }, data: { erasedAt: new Date() } });
  await other.reload();
  await expect(step("Checked once more")).toContainText("Every table was found empty again.");

  await other.goto("/deleted-account?token=unknown");
  await expect(other.getByRole("heading", { name: "This link doesn't work" })).toBeVisible();
  await expectSoundEverywhere(other);
  await other.context().close();
});

test("the state of a deletion follows it by itself, for a reader without an account", async ({
  page,
  account,
  context,
}) => {
  await context.clearCookies();
  const { email, password, actor } = account;
  // As a deletion whose removal has not begun: the console begins it at once.
  const outcome = await deleteAccount({
    userId: actor.userId,
    confirmation: email,
    currentPassword: password,
    seenNanos: parseDollars("10") ?? 0n,
  });
  expect(outcome).toMatchObject({ ok: true });
  await page.goto(linkIn(await mailTo(email, /account was deleted/)));
  const activity = page.getByRole("listitem").filter({ hasText: "Requests and stored content removed" });
  await expect(activity).toContainText("In progress");
  await eraseWorkspaces();
  await expect(activity).toContainText("Done", { timeout: 20_000 });
  await expect(page.locator("[data-read-again]"), "and then stays as it is").toHaveCount(0);
});
