import { type Page, type Response } from "@playwright/test";
import { db } from "@/lib/db/client";
import { turnOn } from "@/lib/testing/two-factor";
import { makeAccount, password, uniqueEmail } from "./support/accounts";
import { origin } from "./support/product";
import { listPages } from "./support/surface";
import { expect, expectFieldError, fillSignIn, signedInTest, test } from "./support/test";
import { whileTableIsAway } from "./support/trouble";

/** Every public page and sign-in page, with the address at which a visitor without a session opens it. */
const addresses: Readonly<Record<string, string>> = {
  "/": "/",
  "/models": "/models",
  "/models/[author]/[slug]": "/models/sandbox/heron",
  "/rankings": "/rankings",
  "/docs": "/docs",
  "/legal/[policy]": "/legal/privacy",
  "/legal/[policy]/[number]": "/legal/terms/1",
  "/security": "/security",
  "/privacy-request": "/privacy-request",
  "/nowhere": "/nowhere",
  "/sign-in": "/sign-in",
  "/sign-in/code": "/sign-in/code",
  "/sign-up": "/sign-up",
  "/reset": "/reset",
  "/verify": "/verify",
  "/secure-account": "/secure-account?token=none",
  "/deleted-account": "/deleted-account?token=none",
  "/disable-key": "/disable-key?token=none",
  "/privacy-request/status": "/privacy-request/status?token=none",
};
/** Of JavaScript, as sent. It is also the limit for the build (`lib/server/setup/weigh-pages.mjs`). */
const bytesMax = 5_000;

test("every public page and sign-in page is looked at here", () => {
  const pages = [...listPages("app/(public)"), ...listPages("app/(auth)")];
  expect(Object.keys(addresses).toSorted()).toEqual(pages.toSorted());
});

for (const [route, address] of Object.entries(addresses)) {
  test(`${route} loads one small script for a visitor, and its policy allows no other`, async ({
    page,
    quietConsole,
  }) => {
    if (route === "/nowhere") quietConsole.allow(/status of 404/);
    if (route === "/sign-in/code") await takeFirstStep(page);
    const scripts: Response[] = [];
    page.on("response", (response) => {
      if (response.request().resourceType() === "script") scripts.push(response);
    });
    const response = await page.goto(address, { waitUntil: "networkidle" });
    expect(new URL(page.url()).pathname).toBe(new URL(address, origin()).pathname);
    expect(response?.status()).toBe(route === "/nowhere" ? 404 : 200);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    const policy = response?.headers()["content-security-policy"] ?? "";
    expect(policy).toMatch(/script-src 'nonce-[^']+';/);
    expect(policy).toContain("style-src 'self';");
    const html = (await response?.text()) ?? "";
    expect(html.match(/<script\b/g)).toHaveLength(1);
    expect(html).not.toMatch(/__next_f|TURBOPACK|as="script"|<template\b|counterfoil-status/);
    expect(scripts).toHaveLength(1);
    // Also of a script that the browser has kept from the page before.
    const bytes = Number(await scripts[0]?.headerValue("content-length"));
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(bytesMax);
  });
}

async function takeFirstStep(page: Page): Promise<void> {
  const account = await makeAccount();
  await turnOn(account.actor.userId, account.password);
  await page.goto("/sign-in");
  await fillSignIn(page, account.email, account.password);
  await page.waitForURL(/\/sign-in\/code$/);
}

signedInTest("the same pages have the console's scripts for someone who is signed in", async ({ page }) => {
  const html = await (await page.request.get("/models")).text();
  expect(html).toContain("__next_f");
  expect(html).not.toContain("/_next/static/plain/");
});

test("a form is sent once, however often its button is pressed, and the button says that it is busy", async ({
  page,
}) => {
  const account = await makeAccount();
  let posts = 0;
  let pass = () => {};
  const held = new Promise<void>((resolve) => (pass = resolve));
  await page.route("**/sign-in", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    posts += 1;
    await held;
    await route.continue();
  });
  await page.goto("/sign-in");
  await page.getByLabel("Email address").fill(account.email);
  await page.getByLabel("Password", { exact: true }).fill(account.password);
  // In the page itself, because the browser is about to leave it.
  const seen = await page.evaluate(async () => {
    const button = document.querySelector<HTMLButtonElement>("form button[type=submit]");
    let attempts = 0;
    let sent = 0;
    addEventListener("submit", (event) => {
      attempts += 1;
      if (!event.defaultPrevented) sent += 1;
    });
    button?.focus();
    button?.click();
    button?.click();
    button?.form?.requestSubmit();
    return {
      attempts,
      sent,
      isBusy: button?.getAttribute("aria-busy"),
      isDisabled: button?.ariaDisabled,
      hasFocus: button === document.activeElement,
    };
  });
  expect(seen).toEqual({ attempts: 3, sent: 1, isBusy: "true", isDisabled: "true", hasFocus: true });
  pass();
  await expect(page).toHaveURL(/\/activity$/);
  expect(posts).toBe(1);
});

test("a reload after a rejected form sends nothing again", async ({ page }) => {
  await page.goto("/sign-in");
  await fillSignIn(page, uniqueEmail("nobody"), "not the password");
  await expect(page.getByRole("alert")).toBeFocused();
  const methods: string[] = [];
  page.on("request", (request) => {
    if (request.isNavigationRequest()) methods.push(request.method());
  });
  await page.reload();
  await expect(page.getByRole("alert")).toHaveCount(0);
  expect(methods).toEqual(["GET"]);
});

test("a success has the focus, so that it is read", async ({ page }) => {
  await page.goto("/reset");
  await page.getByLabel("Email address").fill(uniqueEmail("nobody"));
  await page.getByRole("button", { name: "Send link" }).click();
  await expect(page.getByRole("status").locator("p")).toBeFocused();
  await expect(page.getByRole("status").locator("p")).toContainText("emailed it a reset link");
});

test("a form can be sent again when the browser shows the page as it was left", async ({ page }) => {
  await page.goto("/reset");
  await page.getByLabel("Email address").fill(uniqueEmail("nobody"));
  const sent = await page.evaluate(() => {
    const button = document.querySelector<HTMLButtonElement>("form button[type=submit]");
    const seen: unknown[] = [];
    // The page stays, as it does in the browser's store of pages to go back to.
    document.addEventListener("submit", (event) => {
      if (!event.defaultPrevented) seen.push("sent");
      event.preventDefault();
    });
    button?.click();
    button?.click();
    seen.push(button?.ariaBusy);
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    seen.push(button?.ariaBusy);
    button?.click();
    return seen;
  });
  expect(sent).toEqual(["sent", "true", null, "sent"]);
});

test("the characters of a password are shown and hidden again, and it is not sent back", async ({ page }) => {
  await page.goto("/sign-up");
  const field = page.getByLabel("Password", { exact: true });
  const button = page.getByRole("button", { name: "Show characters" });
  await field.fill("password1");
  await button.click();
  await expect(field).toHaveAttribute("type", "text");
  await expect(button).toHaveAttribute("aria-pressed", "true");
  await button.click();
  await expect(field).toHaveAttribute("type", "password");
  const email = uniqueEmail("weak");
  await page.getByLabel("Email address").fill(email);
  await page.getByRole("button", { name: "Sign up" }).click();
  await expectFieldError(field, /leaked password lists/);
  await expect(page.getByLabel("Email address")).toHaveValue(email);
  await expect(field).toHaveValue("");
  expect(await page.content()).not.toContain("password1");
});

const elsewhere = test.extend({ timezoneId: "Pacific/Auckland" });

elsewhere("a new workspace has the time zone of the browser", async ({ page }) => {
  const email = uniqueEmail("zone");
  await page.goto("/sign-up");
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(page).toHaveURL(/\/verify$/);
  const workspace = await db().workspace.findFirstOrThrow({
    where: { members: { some: { user: { email } } } },
  });
  expect(workspace.timeZone).toBe("Pacific/Auckland");
});

test("a code is copied, and where that is denied the page says so", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/models/sandbox/heron");
  await page.getByRole("button", { name: "Copy sandbox/heron" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Copied" })).toHaveCount(1);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("sandbox/heron");
  await page.getByRole("button", { name: "Copy curl" }).click();
  await expect
    .poll(() => page.evaluate(() => navigator.clipboard.readText()))
    .toContain('"model":"sandbox/heron"');
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error("denied"));
  });
  await page.getByRole("button", { name: "Copy sandbox/heron" }).click();
  await expect(page.getByText("Couldn't copy. Select the text and copy it manually.")).toBeVisible();
});

test("a page that fails says so, with the framework's scripts, and can be tried again", async ({
  page,
  quietConsole,
}) => {
  quietConsole.allow(/status of 500|React error #441/);
  await whileTableIsAway("category_days", async () => {
    expect((await page.goto("/rankings"))?.status()).toBe(500);
    await expect(page.getByRole("heading", { name: "This page couldn't be loaded" })).toBeVisible();
  });
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Rankings" })).toBeVisible();
});

const withoutScripts = test.extend({ javaScriptEnabled: false });

withoutScripts("without scripts there is nothing that needs one", async ({ page, quietConsole }) => {
  quietConsole.allow(/status of 404/);
  for (const address of ["/nowhere", "/models/sandbox/nothing", "/legal/nothing", "/legal/terms/99"]) {
    expect((await page.goto(address))?.status(), address).toBe(404);
    await expect(page).toHaveTitle(/^Page not found/);
    await expect(page.getByRole("heading", { level: 1, name: "Page not found" })).toBeVisible();
    await expect(page.getByRole("banner").getByRole("link", { name: "Sign up" })).toBeVisible();
  }
  await page.goto("/sign-in");
  await expect(page.getByRole("button")).toHaveText(["Sign in"]);
  await page.goto("/models/sandbox/heron");
  await expect(page.getByRole("button")).toHaveCount(0);
});

withoutScripts("what was chosen and typed is still there beside the error", async ({ page }) => {
  await page.goto("/privacy-request");
  const form = page.getByRole("form", { name: "Privacy request" });
  await form.getByLabel("Request", { exact: true }).selectOption({ index: 2 });
  const kind = await form.getByLabel("Request", { exact: true }).inputValue();
  await form.getByLabel("Email address of the account").fill(uniqueEmail("kept"));
  await form.getByLabel("Details").fill("Line one\nline two");
  await form.getByLabel("I'm an authorized agent").check();
  await form.getByRole("button", { name: "Send request" }).click();
  await expectFieldError(form.getByLabel("Agent's name"), /Enter the agent's name/);
  await expect(form.getByLabel("Request", { exact: true })).toHaveValue(kind);
  await expect(form.getByLabel("Details")).toHaveValue("Line one\nline two");
  await expect(form.getByLabel("I'm an authorized agent")).toBeChecked();
  await form.getByLabel("I'm an authorized agent").uncheck();
  await form.getByLabel("Email address of the account").fill("no-address@");
  await form.evaluate((element) => element.setAttribute("novalidate", ""));
  await form.getByRole("button", { name: "Send request" }).click();
  await expectFieldError(form.getByLabel("Email address of the account"), /address/);
  await expect(form.getByLabel("I'm an authorized agent")).not.toBeChecked();
});
