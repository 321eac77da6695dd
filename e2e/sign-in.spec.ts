import { db } from "@/lib/db/client";
import { makeAccount, password, uniqueEmail } from "./support/accounts";
import { linkIn, mailTo, origin } from "./support/product";
import { whileTableIsAway } from "./support/trouble";
import {
  expect,
  expectFieldError,
  expectSoundEverywhere,
  fillSignIn,
  signedInTest,
  test,
} from "./support/test";

const wrongPair = "Incorrect email or password.";

test("a page that requires sign-in redirects to it and back", async ({ page }) => {
  const account = await makeAccount();
  await page.goto("/keys?kind=management");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await expectSoundEverywhere(page);
  await fillSignIn(page, account.email, account.password);
  await expect(page).toHaveURL(/\/keys\?kind=management$/);
});

test("a return address on another site is not followed", async ({ page }) => {
  const account = await makeAccount();
  await page.goto("/sign-in?next=https://elsewhere.example/");
  await fillSignIn(page, account.email, account.password);
  await expect(page).toHaveURL(/\/activity$/);
});

signedInTest("signed-in users are not redirected to another site either", async ({ page }) => {
  for (const next of [
    "/..//elsewhere.example",
    "/.//elsewhere.example",
    "/%2e%2e//elsewhere.example",
    "/./\\elsewhere.example",
  ]) {
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await expect(page).toHaveURL(/^http:\/\/(localhost|127\.0\.0\.1):\d+\/activity$/);
  }
});

test("a wrong password and an unknown address get the same response, and the address stays filled in", async ({
  page,
}) => {
  const account = await makeAccount();
  for (const email of [account.email, uniqueEmail("nobody")]) {
    await page.goto("/sign-in");
    await fillSignIn(page, email, "not the password");
    await expect(page.getByRole("alert").filter({ hasText: wrongPair })).toBeFocused();
    await expect(page.getByLabel("Email address")).toHaveValue(email);
  }
  await expectSoundEverywhere(page);
});

test("a client that guesses too often gets a retry time", async ({ request }) => {
  const { csrfToken } = (await (await request.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const form = { email: uniqueEmail("guessed"), password: "guess", csrfToken, json: "true" };
  const guess = () => request.post("/api/auth/callback/credentials", { form, headers: { origin: origin() } });
  for (let round = 0; round < 10; round += 1) expect((await guess()).status()).toBe(401);
  const response = await guess();
  expect(response.status()).toBe(429);
  expect(Number(response.headers()["retry-after"])).toBeGreaterThan(0);
});

test("signing in works with only the keyboard", async ({ page }) => {
  const account = await makeAccount();
  await page.goto("/sign-in");
  await expect(page.getByLabel("Email address")).toBeFocused();
  await page.keyboard.type(account.email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(account.password);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/activity$/);
});

test("signing in works without JavaScript", async ({ browser, baseURL }) => {
  const account = await makeAccount();
  const context = await browser.newContext({ javaScriptEnabled: false, ...(baseURL && { baseURL }) });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await fillSignIn(page, account.email, "not the password");
  await expect(page.getByText(wrongPair)).toBeVisible();
  await fillSignIn(page, account.email, account.password);
  await expect(page).toHaveURL(/\/activity$/);
  await context.close();
});

signedInTest("signing out also ends the session on the server", async ({ page, context }) => {
  await page.goto("/activity");
  const cookies = await context.cookies();
  await page.getByRole("button", { name: "Account menu" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByText("You are signed out.")).toBeVisible();
  await context.addCookies(cookies);
  await page.goto("/activity");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("a weak password is rejected next to its field", async ({ page }) => {
  await page.goto("/sign-up");
  await expectSoundEverywhere(page);
  const email = uniqueEmail("weak");
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill("password1");
  await page.getByRole("button", { name: "Sign up" }).click();
  const field = page.getByLabel("Password", { exact: true });
  await expectFieldError(field, /leaked password lists\. Try four or five unrelated words/);
  // The error takes the place of the hint, is not repeated above the form, and its field has the focus.
  await expect(field).toBeFocused();
  await expect(
    page.getByText("Use four or five unrelated words, or a password", { exact: false }),
  ).toBeHidden();
  await expect(page.getByText("Fix the highlighted fields.")).toBeHidden();
  await expect(page.getByLabel("Email address")).toHaveValue(email);
  await field.fill("shown on request");
  await page.getByRole("button", { name: "Show characters" }).click();
  await expect(field).toHaveAttribute("type", "text");
  await expectSoundEverywhere(page);
});

test("a reused address gets the same response, and its owner gets a mail", async ({ page }) => {
  const account = await makeAccount();
  for (const email of [uniqueEmail("fresh"), account.email]) {
    await page.goto("/sign-up");
    await page.getByLabel("Email address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill("yet another horse battery");
    await page.getByRole("button", { name: "Sign up" }).click();
    await expect(page.getByRole("main")).toContainText("We sent an email to the address you entered.");
  }
  await mailTo(account.email, /already have an account/);
  await page.goto("/sign-in");
  await fillSignIn(page, account.email, "yet another horse battery");
  await expect(page.getByText(wrongPair)).toBeVisible();
});

test("an unconfirmed account has to wait, and can request the mail again", async ({ page }) => {
  const email = uniqueEmail("waiting");
  await page.goto("/sign-up");
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(page).toHaveURL(/\/verify$/);
  await page.goto("/sign-in");
  await fillSignIn(page, email, password);
  await expect(page).toHaveURL(/\/verify$/);
  await page.goto("/credits");
  await expect(page).toHaveURL(/\/verify$/);
  await page.getByRole("button", { name: "Resend email" }).click();
  await expect(page.getByText(`We sent a new email to ${email}.`)).toBeVisible();
  await page.goto(linkIn(await mailTo(email, /Confirm your email address/)));
  await expectSoundEverywhere(page);
  await page.getByRole("button", { name: "Confirm address" }).click();
  await expect(page).toHaveURL(/\/activity$/);
});

test("the link asks for the password in a browser that did not sign up", async ({ page, context }) => {
  const email = uniqueEmail("elsewhere");
  await page.goto("/sign-up");
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(page).toHaveURL(/\/verify$/);
  await context.clearCookies();
  await page.goto(linkIn(await mailTo(email, /Confirm your email address/)));
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Confirm and sign in" }).click();
  await expect(page).toHaveURL(/\/activity$/);
});

test("a link that confirms another account says whose it is, and signs out the account that is open", async ({
  page,
  context,
  signIn,
}) => {
  const email = uniqueEmail("second");
  await page.goto("/sign-up");
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(page).toHaveURL(/\/verify$/);
  await context.clearCookies();
  const open = await makeAccount();
  await signIn(open);
  await page.goto(linkIn(await mailTo(email, /Confirm your email address/)));
  await expect(
    page.getByText(`This link confirms ${email}, but you are signed in as ${open.email}.`),
  ).toBeVisible();
  await expect(page.getByRole("link", { name: `Stay signed in as ${open.email}` })).toBeVisible();
  await expectSoundEverywhere(page);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign out and confirm" }).click();
  await expect(page).toHaveURL(/\/activity$/);
  await page.getByRole("button", { name: "Account menu" }).click();
  await expect(page.getByRole("menu", { name: "Account menu" })).toContainText(email);
  expect(await db().session.count({ where: { userId: open.actor.userId } })).toBe(0);
});

test("a forgotten password can be reset once per mail", async ({ page }) => {
  const account = await makeAccount();
  await page.goto("/sign-in");
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await expect(page.getByRole("heading", { name: "Reset your password" })).toBeVisible();
  await page.getByLabel("Email address").fill(account.email);
  await expectSoundEverywhere(page);
  await page.getByRole("button", { name: "Send link" }).click();
  await expect(page.getByText(/emailed it a reset link/)).toBeVisible();
  const link = linkIn(await mailTo(account.email, /Reset your/));

  await page.goto(link);
  await page.getByRole("textbox", { name: "New password" }).fill("yet another horse battery");
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByText("Your password has been changed.", { exact: false })).toBeVisible();
  await fillSignIn(page, account.email, account.password);
  await expect(page.getByText(wrongPair)).toBeVisible();
  await fillSignIn(page, account.email, "yet another horse battery");
  await expect(page).toHaveURL(/\/activity$/);

  await page.context().clearCookies();
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
  await expectSoundEverywhere(page);
});

test("a failure of ours is not called a wrong password", async ({ page, quietConsole }) => {
  quietConsole.allow(/Failed to load resource/);
  const account = await makeAccount();
  await page.goto("/sign-in");
  await whileTableIsAway("security_events", async () => {
    await fillSignIn(page, account.email, account.password);
    await expect(page.getByRole("alert")).toContainText("Something went wrong on our side.");
    await expect(page.getByText("Incorrect email or password.")).toHaveCount(0);
  });
  await fillSignIn(page, account.email, account.password);
  await expect(page).toHaveURL(/\/activity$/);
});
