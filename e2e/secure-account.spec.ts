import { db } from "@/lib/db/client";
import { makeAccount, makeKey } from "./support/accounts";
import { complete } from "./support/calls";
import { linkIn, mailTo } from "./support/product";
import { expect, expectSoundEverywhere, fillSignIn, signedInTest as test } from "./support/test";

test("an account is secured with one action, and used again with a new password", async ({
  page,
  account,
}) => {
  const key = await makeKey(account, { name: "Stolen" });
  expect((await complete(key.secret)).status).toBe(200);
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Secure account" }).click();
  await expectSoundEverywhere(page);
  await page.getByRole("alertdialog").getByRole("button", { name: "Secure account" }).click();
  await expect(page.getByText("Your account is secured.", { exact: false })).toBeVisible();
  await expectSoundEverywhere(page);
  expect((await complete(key.secret)).status).toBe(401);
  await page.goto("/account/security");
  await expect(page).toHaveURL(/\/sign-in/);
  await fillSignIn(page, account.email, account.password);
  await expect(page.getByText("Incorrect email or password.")).toBeVisible();

  await page.goto(linkIn(await mailTo(account.email, /is secured/)));
  await page.getByLabel("New password", { exact: true }).fill("orchid magnet lantern whistle");
  await page.getByRole("button", { name: "Set password" }).click();
  await fillSignIn(page, account.email, "orchid magnet lantern whistle");
  await expect(page).toHaveURL(/\/account\/security\?invite=two-factor$/);
  await expect(page.getByText("Turn on two-factor authentication")).toBeVisible();
  await expectSoundEverywhere(page);
  await expect(page.getByText("Account secured: signed out everywhere, keys disabled")).toBeVisible();
});

test("the link in the mail about an unknown sign-in secures the account without a session", async ({
  browser,
}) => {
  // Without the session of the account that the other tests use.
  const page = await (await browser.newContext()).newPage();
  const account = await makeAccount();
  const { userId } = account.actor;
  const signIn = async () => {
    await page.goto("/sign-in");
    await fillSignIn(page, account.email, account.password);
    await expect(page).toHaveURL(/\/activity/);
  };
  await signIn();
  await expect.poll(() => db().securityEvent.count({ where: { userId, kind: "sign_in" } })).toBe(1);
  // As if that sign-in, and its device cookie, had been elsewhere.
  await db().securityEvent.updateMany({ where: { userId }, data: { network: "198.51.100.0/24" } });
  await page.context().clearCookies();
  await signIn();
  const link = linkIn(await mailTo(account.email, /New sign-in/));
  await page.context().clearCookies();
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "Secure your account?" })).toBeVisible();
  await expectSoundEverywhere(page);
  expect(await db().session.count({ where: { userId } })).toBeGreaterThan(0);
  await page.getByRole("button", { name: "Secure account" }).click();
  await expect(page.getByText("Your account is secured.", { exact: false })).toBeVisible();
  expect(await db().session.count({ where: { userId } })).toBe(0);
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This link doesn't work" })).toBeVisible();
  await expectSoundEverywhere(page);
});
