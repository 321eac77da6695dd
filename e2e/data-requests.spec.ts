import type { Page } from "@playwright/test";
import { sendRequest } from "@/lib/data-requests/send-request";
import { db } from "@/lib/db/client";
import { findAccount, makeAccount, operatorAccount, uniqueEmail } from "./support/accounts";
import { linkIn, mailTo } from "./support/product";
import { expect, expectFieldError, expectSound, expectSoundEverywhere, tabTo, test } from "./support/test";

test.beforeAll(async () => {
  await operatorAccount();
});
// The form's limits are per network, which all tests share.
test.beforeEach(async () => {
  await db().$executeRaw`delete from rate_limits where key like 'data_request%'`;
});

const form = (page: Page) => page.getByRole("form", { name: "Privacy request" });
const idOf = async (email: string) =>
  (await db().dataRequest.findFirstOrThrow({ where: { email }, select: { id: true } })).id;

async function send(page: Page, email: string, details: string): Promise<void> {
  await page.goto("/privacy-request");
  await form(page).getByLabel("Request", { exact: true }).selectOption("A copy of my data");
  await form(page).getByLabel("Email address of the account").fill(email);
  await form(page).getByLabel("Where you live").selectOption({ index: 0 });
  await form(page).getByLabel("Details").fill(details);
  await form(page).getByRole("button", { name: "Send request" }).click();
}

test("a request is sent by the form and confirmed by its mail, without an account", async ({ page }) => {
  const email = uniqueEmail("requester");
  await page.goto("/legal/privacy");
  await page.getByRole("link", { name: "privacy request" }).click();
  await expect(page.getByRole("heading", { name: "Privacy request", exact: true })).toBeVisible();
  await expectSoundEverywhere(page);
  await send(page, "not an address", "x");
  // The browser's own check of the address is not the server's.
  await form(page).evaluate((element: HTMLFormElement) => (element.noValidate = true));
  await form(page).getByRole("button", { name: "Send request" }).click();
  await expectFieldError(form(page).getByLabel("Email address of the account"), /Enter an email address/);
  await expectSoundEverywhere(page);
  await send(page, email, "Everything since May.\nAnd who got it.");
  await expect(page.getByRole("status").filter({ hasText: `We've emailed ${email} a link.` })).toBeVisible();

  await page.goto(linkIn(await mailTo(email, /Confirm your privacy request/)));
  await expect(page.getByText("Everything since May.")).toBeVisible();
  await expectSoundEverywhere(page);
  expect(await db().dataRequest.count({ where: { email, state: "unconfirmed" } })).toBe(1);
  await page.getByRole("button", { name: "Confirm request" }).click();
  await expect(page.getByRole("heading", { name: "Your privacy request: received" })).toBeVisible();
  await expectSoundEverywhere(page);
  await page.goto("/privacy-request/status?token=unknown");
  await expect(page.getByRole("heading", { name: "This link doesn't work" })).toBeVisible();
  await expectSoundEverywhere(page);
});

test("an operator answers a request step by step, and the requester follows it", async ({ page, signIn }) => {
  const email = uniqueEmail("requester");
  const agent = null;
  await sendRequest({ kind: "copy", law: "gdpr", email, details: "Everything since May.", agent }, email);
  await signIn(await findAccount("operator@example.test"));
  await page.goto("/operator/requests");
  const row = page.getByRole("row").filter({ hasText: email });
  await expect(row).toContainText("Acknowledge by");
  await expectSoundEverywhere(page);
  await row.getByRole("link", { name: email }).click();
  await expect(page.getByText("Checked by the requester's session", { exact: false })).toBeVisible();
  await expectSoundEverywhere(page);
  await page.getByRole("button", { name: "Acknowledge" }).click();
  await mailTo(email, /was acknowledged/);
  await expect(page.getByRole("button", { name: "Acknowledge" })).toHaveCount(0);
  await page.getByRole("textbox", { name: "Note" }).fill("Looked it up.\nNothing special.");
  await page.getByRole("button", { name: "Add note" }).click();
  await expect(page.getByRole("rowheader").filter({ hasText: "Looked it up." })).toBeVisible();
  await page.getByRole("button", { name: "Set in progress" }).click();
  await expect(page.getByRole("button", { name: "Set in progress" })).toHaveCount(0);
  await page.getByText("Extend the legal period").click();
  await page.getByLabel("Reason of the extension").fill("Many systems.");
  await page.getByRole("button", { name: "Extend period" }).click();
  await mailTo(email, /We need more time/);
  const answer = page.getByRole("form", { name: "Answer" }).getByLabel("Answer");
  await expect(answer).toHaveValue(/Account, Your data/);
  await answer.fill("Here is your copy.\n<script>alert(1)</script>");
  await page.getByRole("button", { name: "Send answer" }).click();
  await expect(page.getByRole("form", { name: "Answer" })).toHaveCount(0);
  await expect(page.getByRole("rowheader", { name: "Answered" })).toBeVisible();
  const link = linkIn(await mailTo(email, /was answered/));
  await page.goto("/operator/requests?show=closed");
  await expect(page.getByRole("row").filter({ hasText: email })).toContainText("Answered");

  await page.context().clearCookies();
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "Your privacy request: answered" })).toBeVisible();
  await expect(page.getByText("<script>alert(1)</script>")).toBeVisible();
  await expect(page.getByText("Many systems.")).toBeVisible();
  await expect(page.getByRole("region", { name: "If you disagree" })).toContainText("supervisory authority");
  expect(await page.locator("body").innerText()).not.toContain("Looked it up.");
  await expectSoundEverywhere(page);
});

test("someone who is signed in is confirmed at once, and finds the request under Your data", async ({
  page,
  signIn,
}) => {
  const account = await makeAccount();
  await signIn(account);
  await page.goto("/account/data");
  const requests = page.getByRole("region", { name: "Privacy requests" });
  await expect(requests).toContainText("No requests");
  await requests.getByRole("link", { name: "New request" }).click();
  await expect(form(page).getByLabel("Email address of the account")).toHaveValue(account.email);
  await expectSoundEverywhere(page);
  await form(page).getByLabel("Request", { exact: true }).selectOption("Delete my data");
  await form(page).getByRole("button", { name: "Send request" }).click();
  await expect(page.getByRole("status").filter({ hasText: "in our queue" })).toBeVisible();
  await page.goto("/account/data");
  await expect(requests.getByRole("row").filter({ hasText: "Deletion" })).toContainText("Received");
  await expectSoundEverywhere(page);
  const { userId } = account.actor;
  expect(await db().dataRequest.findFirst({ where: { userId } })).toMatchObject({ channel: "session" });
});

test("an overdue request is red in the queue and counted on every operator page", async ({
  page,
  signIn,
}) => {
  await signIn(await findAccount("operator@example.test"));
  const email = uniqueEmail("by-letter");
  await page.goto("/operator/requests");
  const figures = page.getByRole("list", { name: "State of the installation" });
  // Other tests of this worker may have left some.
  const before = Number(/Data requests\s*(\d+) overdue/.exec(await figures.innerText())?.[1] ?? 0);
  const entry = page.getByRole("form", { name: "Enter a data request" });
  await entry.getByLabel("Received on").fill("2026-01-05");
  await entry.getByLabel("Requester's email address").fill(email);
  await entry.getByLabel("An agent asks on behalf of the person").check();
  await entry.getByRole("button", { name: "Add to the queue" }).click();
  await expectFieldError(entry.getByLabel("Agent's name"), /Enter the agent's name/);
  await expectSoundEverywhere(page);
  await entry.getByLabel("Agent's name").fill("Grace Agent");
  await entry.getByLabel("Agent's email address").fill("grace@agents.example.test");
  await entry.getByRole("button", { name: "Add to the queue" }).click();
  await expect(page).toHaveURL(/\/operator\/requests\/[0-9a-f-]{36}$/);
  await page.getByRole("button", { name: "Send answer" }).click();
  const answerForm = page.getByRole("form", { name: "Answer" });
  await expect(answerForm.getByRole("alert")).toContainText(
    "Check first that the requester controls the address.",
  );
  for (const check of [/Check: The requester controls/, /Check: The agent has written permission/])
    await page.getByRole("form", { name: check }).getByRole("button").click();
  await expect(page.getByText("Checked by operator@example.test", { exact: false })).toHaveCount(2);
  await page.goto("/operator/requests");
  await expect(page.getByRole("row").filter({ hasText: email })).toContainText("Overdue");
  await expect(figures).toContainText(new RegExp(`Data requests\\s*${before + 1} overdue`));
  await expectSoundEverywhere(page);
  await page.goto(`/operator/requests/${await idOf(email)}`);
  await page.getByText("Reject the request").click();
  await page.getByLabel("Reason of the rejection").fill("There is no account.");
  await page.getByRole("button", { name: "Reject request" }).click();
  await expect(page.getByRole("rowheader", { name: "Rejected" })).toBeVisible();
  if (before === 0) await expect(figures).not.toContainText("overdue");
  else await expect(figures).toContainText(new RegExp(`Data requests\\s*${before} overdue`));
  const link = linkIn(await mailTo("grace@agents.example.test", /was rejected/));
  await page.context().clearCookies();
  await page.goto(link);
  await expect(page.getByText("There is no account.")).toBeVisible();
});

const withoutScripts = test.extend({ javaScriptEnabled: false });

withoutScripts("the form and the confirmation work without scripts", async ({ page }) => {
  const email = uniqueEmail("scriptless");
  await send(page, email, "Without scripts.");
  await expect(page.getByText(`We've emailed ${email} a link.`, { exact: false })).toBeVisible();
  await page.goto(linkIn(await mailTo(email, /Confirm your privacy request/)));
  await page.getByRole("button", { name: "Confirm request" }).click();
  await expect(page.getByRole("heading", { name: "Your privacy request: received" })).toBeVisible();
});

test("the form is filled in and sent with the keyboard, also on a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const email = uniqueEmail("keyboard");
  await page.goto("/privacy-request");
  await tabTo(page, form(page).getByLabel("Request", { exact: true }));
  await page.keyboard.type("Correct");
  await page.keyboard.press("Tab");
  await page.keyboard.type(email);
  await tabTo(page, form(page).getByLabel("I'm an authorized agent"));
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await expectFieldError(form(page).getByLabel("Agent's name"), /Enter the agent's name/);
  await expect(form(page).getByLabel("Agent's name")).toBeFocused();
  await page.keyboard.type("Grace Agent");
  await page.keyboard.press("Tab");
  await page.keyboard.type("grace@agents.example.test");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: email })).toBeVisible();
  await expectSound(page);
  expect(await db().dataRequest.findFirst({ where: { email } })).toMatchObject({
    kind: "correction",
    agentName: "Grace Agent",
  });
});

test("hostile text is rejected or shown as text, and never breaks a page", async ({ page, signIn }) => {
  const email = uniqueEmail("hostile");
  const sendHostile = async (details: string) => {
    await page.goto("/privacy-request");
    await form(page).getByLabel("Email address of the account").fill(email);
    const field = form(page).getByLabel("Details");
    // As a client without the form's own limits sends it.
    await field.evaluate((element: HTMLTextAreaElement, text) => {
      element.removeAttribute("maxlength");
      element.value = text;
    }, details);
    await form(page).getByRole("button", { name: "Send request" }).click();
  };
  for (const details of ["a\u0000b", "a\u202eb", "x".repeat(10_000)]) {
    await sendHostile(details);
    await expectFieldError(form(page).getByLabel("Details"), /Must (not contain|be at most)/);
  }
  expect(await db().dataRequest.count({ where: { email } })).toBe(0);
  const markup = `<img src=x onerror="alert(1)"> שלום מרחבא ${"long".repeat(100)}`;
  await sendHostile(markup);
  await expect(page.getByRole("status").filter({ hasText: email })).toBeVisible();
  await page.goto(linkIn(await mailTo(email, /Confirm your privacy request/)));
  await expect(page.getByText(`<img src=x onerror="alert(1)">`, { exact: false })).toBeVisible();
  await expectSoundEverywhere(page);
  await page.getByRole("button", { name: "Confirm request" }).click();
  await expect(page.getByRole("heading", { name: "Your privacy request: received" })).toBeVisible();
  await signIn(await findAccount("operator@example.test"));
  await page.goto(`/operator/requests/${await idOf(email)}`);
  await expect(page.getByText(`<img src=x onerror="alert(1)">`, { exact: false })).toBeVisible();
  await expectSoundEverywhere(page);
});

test("the form says so when too many requests are sent for one address, and its owner can still send", async ({
  page,
  signIn,
}) => {
  const account = await makeAccount();
  const { email } = account;
  for (let sent = 0; sent < 5; sent += 1) {
    await send(page, email, "Again.");
    await expect(page.getByRole("status").filter({ hasText: email })).toBeVisible();
  }
  await send(page, email.replace("@", "+shop@"), "Again.");
  await expect(form(page).getByRole("alert")).toContainText("Too many attempts.");
  await signIn(account);
  await page.goto("/privacy-request");
  await form(page).getByRole("button", { name: "Send request" }).click();
  await expect(page.getByRole("status").filter({ hasText: "in our queue" })).toBeVisible();
});
