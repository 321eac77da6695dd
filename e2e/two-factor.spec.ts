import type { Locator, Page } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { db } from "@/lib/db/client";
import { codeAt, turnOn, wrongCodeAt } from "@/lib/testing/two-factor";
import { type Account, makeAccount } from "./support/accounts";
import {
  expect,
  expectFieldError,
  expectSoundEverywhere,
  fillSignIn,
  signedInTest,
  tabTo,
  test,
} from "./support/test";

const factorOf = (page: Page): Locator => page.getByRole("region", { name: "Two-factor authentication" });

/** The code that the app shows now. As if the last one had been used long ago, since a code works once. */
async function nextCode(account: Account, secret: string): Promise<string> {
  const where = { userId: account.actor.userId, confirmedAt: { not: null } };
  await db().twoFactorSecret.updateMany({ where, data: { lastStep: 0 } });
  return codeAt(secret, new Date());
}

async function protectedAccount() {
  const account = await makeAccount();
  return { account, ...(await turnOn(account.actor.userId, account.password)) };
}

/** A session as from before it was turned on: those stay. */
async function signInBefore(account: Account, signIn: (account: Account) => Promise<void>): Promise<void> {
  const where = { userId: account.actor.userId };
  await db().twoFactorSecret.updateMany({ where, data: { confirmedAt: null } });
  await signIn(account);
  await db().twoFactorSecret.updateMany({ where, data: { confirmedAt: new Date() } });
}

async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel("Code", { exact: true }).fill(code);
  await page.getByRole("button", { name: "Sign in" }).click();
}

signedInTest("is set up with an app, and shows its recovery codes once", async ({ page, account }) => {
  await page.goto("/account/security");
  await expect(factorOf(page).getByText("Off", { exact: true })).toBeVisible();
  await factorOf(page).getByRole("button", { name: "Set up" }).click();
  const dialog = page.getByRole("alertdialog");
  await expectSoundEverywhere(page);
  await dialog.getByLabel("Current password").fill("not the password");
  await dialog.getByRole("button", { name: "Continue" }).click();
  await expectFieldError(dialog.getByLabel("Current password"), /isn't your current password/);
  await dialog.getByLabel("Current password").fill(account.password);
  await dialog.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("img", { name: "QR code for your authenticator app" })).toBeVisible();
  await expectSoundEverywhere(page);
  const secret = (await page.getByRole("button", { name: /^Copy secret:/ }).getAttribute("title")) ?? "";
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  const link = page.getByRole("link", { name: "Open an app on this device" });
  await expect(link).toHaveAttribute("href", new RegExp(`^otpauth://totp/.*secret=${secret}`));

  const field = page.getByLabel("Code", { exact: true });
  await expect(field).toHaveAttribute("autocomplete", "one-time-code");
  await expect(field).toHaveAttribute("inputmode", "numeric");
  await field.fill(wrongCodeAt(secret, new Date()));
  await page.getByRole("button", { name: "Turn on" }).click();
  await expectFieldError(field, /isn't right/);
  await expect(field).toBeFocused();
  await field.fill(codeAt(secret, new Date()));
  await page.getByRole("button", { name: "Turn on" }).click();
  const list = page.getByRole("list", { name: "Recovery codes" });
  await expect(list.getByRole("listitem")).toHaveCount(10);
  await expect(page.getByText("Two-factor authentication is on. Save your recovery codes.")).toBeFocused();
  await expectSoundEverywhere(page);
  const codes = await list.getByRole("listitem").allTextContents();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("recovery-codes.txt");
  expect(await readFile(await download.path(), "utf8")).toBe(`${codes.join("\n")}\n`);
  await page.getByRole("button", { name: "I've saved them" }).click();
  await expect(factorOf(page).getByText("10 recovery codes left")).toBeVisible();
  await expect(list).toBeHidden();
  await expectSoundEverywhere(page);
  await expect(page.getByText("Two-factor authentication turned on")).toBeVisible();
});

test("is asked for wherever the password is, and turned off", async ({ page, signIn }) => {
  const { account, codes } = await protectedAccount();
  await signInBefore(account, signIn);
  const dialog = page.getByRole("alertdialog");
  await page.goto("/account/security");
  await expect(page.getByRole("form", { name: "Change your password" }).getByLabel("Code")).toBeVisible();
  await page.goto("/account/data");
  const archive = page.getByRole("form", { name: "Request an archive" });
  await archive.getByLabel("Current password").fill(account.password);
  await archive.getByLabel("Code").fill("123");
  await archive.getByRole("button", { name: "Request archive" }).click();
  await expectFieldError(archive.getByLabel("Code"), /6 digits/);
  await archive.getByLabel("Code").fill(codes[1] ?? "");
  await archive.getByLabel("Current password").fill(account.password);
  await archive.getByRole("button", { name: "Request archive" }).click();
  await expect(page.getByText("Archive requested.", { exact: false })).toBeVisible();

  await page.goto("/account/security");
  await page.getByRole("button", { name: "Delete account" }).click();
  await expect(dialog.getByLabel("Code")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(factorOf(page).getByText("9 recovery codes left")).toBeVisible();
  await factorOf(page).getByRole("button", { name: "Turn off" }).click();
  await dialog.getByLabel("Current password").fill(account.password);
  await dialog.getByLabel("Code").fill(codes[1] ?? "");
  await dialog.getByRole("button", { name: "Turn off" }).click();
  await expectFieldError(dialog.getByLabel("Code"), /isn't right/);
  await expectSoundEverywhere(page);
  await dialog.getByLabel("Current password").fill(account.password);
  await dialog.getByLabel("Code").fill(codes[2] ?? "");
  await dialog.getByRole("button", { name: "Turn off" }).click();
  await expect(dialog).toBeHidden();
  await expect(factorOf(page).getByText("Off", { exact: true })).toBeVisible();
});

test("signs in with a code, with a recovery code, and without scripts", async ({
  page,
  browser,
  baseURL,
}) => {
  const { account, secret, codes } = await protectedAccount();
  await page.goto("/keys?kind=management");
  await fillSignIn(page, account.email, account.password);
  await expect(page.getByRole("heading", { name: "Enter your code" })).toBeVisible();
  await expect(page.getByLabel("Code", { exact: true })).toBeFocused();
  await expectSoundEverywhere(page);
  // There is no session yet.
  expect(await db().session.count({ where: { userId: account.actor.userId } })).toBe(0);
  await enterCode(page, wrongCodeAt(secret, new Date()));
  await expectFieldError(page.getByLabel("Code", { exact: true }), /isn't right/);
  await expectSoundEverywhere(page);
  await enterCode(page, await nextCode(account, secret));
  await expect(page).toHaveURL(/\/keys\?kind=management$/);
  const kept = (await page.context().cookies()).filter(({ name }) => name.includes("challenge"));
  expect(kept).toEqual([]);

  const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL && { baseURL }) });
  const plain = await context.newPage();
  await plain.goto("/sign-in");
  await fillSignIn(plain, account.email, account.password);
  const challenge = (await context.cookies()).find(({ name }) => name.includes("challenge"));
  expect(challenge).toMatchObject({ httpOnly: true, sameSite: "Lax", expires: -1 });
  await enterCode(plain, "1234");
  await expectFieldError(plain.getByLabel("Code", { exact: true }), /6 digits/);
  await enterCode(plain, codes[0] ?? "");
  await expect(plain).toHaveURL(/\/activity$/);
  await context.close();
});

test("after five wrong codes it starts over, with the password and the page that was wanted", async ({
  page,
}) => {
  const { account, secret, codes } = await protectedAccount();
  await page.goto("/sign-in?next=/keys");
  await fillSignIn(page, account.email, account.password);
  const where = { userId: account.actor.userId, kind: "two_factor_failed_unknown_browser" };
  for (let guess = 0; guess < 5; guess += 1) {
    await enterCode(page, wrongCodeAt(secret, new Date()));
    await expect.poll(() => db().securityEvent.count({ where })).toBe(guess + 1);
    await expectFieldError(page.getByLabel("Code", { exact: true }), /isn't right/);
    await expect(page.getByRole("button", { name: "Sign in" })).toBeEnabled();
  }
  await enterCode(page, await nextCode(account, secret));
  await expect(page.getByText("too many codes were wrong", { exact: false })).toBeVisible();
  await expectSoundEverywhere(page);
  await fillSignIn(page, account.email, account.password);
  await enterCode(page, codes[0] ?? "");
  await expect(page).toHaveURL(/\/keys$/);
});

test("few recovery codes are pointed out, and new ones replace them", async ({ page, signIn }) => {
  const { account, secret } = await protectedAccount();
  const { userId } = account.actor;
  const old = await db().recoveryCode.findMany({ where: { userId }, take: 7 });
  await db().recoveryCode.deleteMany({
    where: { userId, codeHash: { in: old.map(({ codeHash }) => codeHash) } },
  });
  await signInBefore(account, signIn);
  await page.goto("/account/security");
  await expect(factorOf(page).getByText("3 recovery codes left")).toBeVisible();
  await expect(factorOf(page).getByText("before you run out", { exact: false })).toBeVisible();
  await expectSoundEverywhere(page);
  await factorOf(page).getByRole("button", { name: "Generate new codes" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByLabel("Current password").fill(account.password);
  await dialog.getByLabel("Code").fill(await nextCode(account, secret));
  await dialog.getByRole("button", { name: "Generate new codes" }).click();
  const list = page.getByRole("list", { name: "Recovery codes" });
  await expect(list.getByRole("listitem")).toHaveCount(10);
  await expectSoundEverywhere(page);
  await page.getByRole("button", { name: "I've saved them" }).click();
  await expect(factorOf(page).getByText("10 recovery codes left")).toBeVisible();
});

signedInTest("is set up and canceled with the keyboard, on a phone", async ({ page, account }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/account/security");
  await tabTo(page, factorOf(page).getByRole("button", { name: "Set up" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alertdialog").getByLabel("Current password")).toBeFocused();
  await page.keyboard.type(account.password);
  await page.keyboard.press("Enter");
  const field = page.getByLabel("Code", { exact: true });
  await expect(field).toBeVisible();
  await tabTo(page, field);
  await page.keyboard.type("123456");
  await tabTo(page, page.getByRole("button", { name: "Cancel", exact: true }));
  await page.keyboard.press("Enter");
  await expect(factorOf(page).getByText("Off", { exact: true })).toBeVisible();
  expect(await db().twoFactorSecret.count({ where: { userId: account.actor.userId } })).toBe(0);
});
