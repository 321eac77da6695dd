import type { Page } from "@playwright/test";
import type OpenAI from "openai";
import type { Nanos } from "@/lib/kernel/money";
import { type Account, balanceOf, findAccount, makeKey, password, uniqueEmail } from "./support/accounts";
import { callApi, client, complete, costOf, model } from "./support/calls";
import {
  available,
  dollars,
  exportRequests,
  filterBy,
  goTo,
  groupBy,
  requestsCard,
  requestsShown,
} from "./support/pages";
import { mailTo } from "./support/product";
import { countSent, inboxOf, orderStripe } from "./support/sandbox";
import { deleteKey, keyStatus, makeKeyByForm, toggleKey } from "./support/key-steps";
import { expect, expectSound, fillSignIn, loadMark, test } from "./support/test";

const newPassword = "another horse battery staple";

test.afterEach(() => orderStripe("release"));

test("a user signs up, buys credits, makes a metered request, sees it, and deletes the account", async ({
  page,
  context,
  quietConsole,
}) => {
  test.setTimeout(240_000);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  // The rejected sign-in at the end, and sandboxed frames of the inbox, cause expected console errors.
  quietConsole.allow(/sandboxed|status of 404/);
  const email = uniqueEmail("journey");

  await test.step("signs up and confirms the address", () => signUp(page, email));
  const person = await findAccount(email);
  await test.step("buys $10 in credits", () => buyCredits(page, person));
  const secret = await test.step("makes a key", () => makeKeyByForm(page));
  await test.step("disables and enables the key", () => toggleKey(page, secret));
  await test.step("calls, and sees the request", () => callAndWatch(page, person, secret));
  await test.step("looks at the activity", () => lookAtActivity(page, person, secret));
  await test.step("opts in to prompt logging", () => optIn(page, person, secret));
  await test.step("lets paid endpoints train", () => letTrain(page, person, secret));
  await test.step("keeps no rows", () => keepNothing(page, secret));
  await test.step("deletes the key", () => deleteKey(page, secret));
  await test.step("changes profile and password", () => changeAccount(page));
  await test.step("deletes the account", () => deleteAccount(page, email));
});

async function signUp(page: Page, email: string): Promise<void> {
  await page.goto("/sign-up");
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await expectSound(page);
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(page.getByRole("heading", { name: "Check your inbox" })).toBeVisible();
  await expectSound(page);

  await mailTo(email, /Confirm your email address/);
  await page.goto(inboxOf(email));
  await page.getByRole("link", { name: /Confirm your email address/ }).click();
  await page.getByRole("link", { name: /\/verify\?token=/ }).click();
  await expect(page.getByRole("heading", { name: "Confirm your email address" })).toBeVisible();
  // The browser that signed up need not send the password again.
  await expect(page.getByLabel("Password", { exact: true })).toBeHidden();
  await expectSound(page);
  await page.getByRole("button", { name: "Confirm address" }).click();

  await expect(page).toHaveURL(/\/activity$/);
  const steps = page.getByRole("region", { name: "Setup" });
  // The summary: on a phone it is only "Setup 1/5".
  await steps.getByText(/^Setup \d/).click();
  await expect(steps.getByRole("listitem").filter({ hasText: "Confirm your email address" })).toContainText(
    "(done)",
  );
  await expect(page.getByText("No requests yet")).toBeVisible();
  await expectSound(page);
}

async function buyCredits(page: Page, person: Account): Promise<void> {
  const before = await balanceOf(person);
  await goTo(page, "Credits");
  await expect(available(page, before)).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Add credits" }).click();
  const form = page.getByRole("dialog", { name: "Add credits" });
  await form.getByRole("radio", { name: "$10", exact: true }).check({ force: true });
  await expect(form).toContainText("$0.80");
  await expectSound(page);
  await orderStripe("pause");
  await form.getByRole("button", { name: "Pay $10.80" }).click();

  await expect(page.getByRole("heading", { name: "Pay $10.80" })).toBeVisible();
  await expect(page.getByLabel("Email")).toHaveValue(person.email);
  await page.getByLabel("Card number").fill("4242 4242 4242 4242");
  await expectSound(page);
  await page.getByRole("button", { name: "Pay" }).click();

  await expect(page.getByText("Payment received, credits pending").first()).toBeVisible();
  await expect(available(page, before)).toBeVisible();
  await expectSound(page);
  const mark = await loadMark(page);
  await orderStripe("release");
  await expect(available(page, before + dollars("10"))).toBeVisible();
  await expect(page.getByText("$10.00 in credits added")).toBeVisible();
  expect(await loadMark(page)).toBe(mark);
  expect(await balanceOf(person)).toBe(before + dollars("10"));

  await page.getByRole("navigation", { name: "History" }).getByRole("link", { name: "Purchases" }).click();
  const purchase = page.getByRole("row").filter({ hasText: "Credited" });
  await expect(purchase).toContainText("$10.80");
  await expectSound(page);
  await purchase.getByRole("link", { name: /^Receipt/ }).click();
  await expect(page.getByRole("row", { name: "Total paid" })).toContainText("$10.80");
  const receipt = await page.getByRole("link", { name: "Stripe’s receipt" }).getAttribute("href");
  expect(await (await fetch(receipt ?? "")).text()).toContain("$10.80");
}

async function callAndWatch(page: Page, person: Account, secret: string): Promise<void> {
  await goTo(page, "Activity");
  await expect(page.getByText("No requests yet")).toBeVisible();
  const mark = await loadMark(page);
  const openai = client(secret, {
    "HTTP-Referer": "https://journey.example",
    "X-OpenRouter-Title": "Journey app",
  });
  const ask = { model, messages: [{ role: "user" as const, content: "Say hello" }], user: "customer-7" };

  const before = await balanceOf(person);
  const plain = await openai.chat.completions.create(ask);
  const plainCost = costOf(plain.usage);
  expect(plainCost).toBeGreaterThan(0n);
  expect(before - (await balanceOf(person))).toBe(plainCost);
  await expect(requestsCard(page).getByText("Journey app").filter({ visible: true })).toHaveCount(1, {
    timeout: 5_000,
  });

  const streamedCost = await stream(openai, ask);
  expect(before - (await balanceOf(person))).toBe(plainCost + streamedCost);
  await expect(requestsShown(page)).toHaveCount(2, { timeout: 5_000 });
  expect(await loadMark(page)).toBe(mark);
  await expectSound(page);
}

async function stream(openai: OpenAI, ask: OpenAI.ChatCompletionCreateParamsNonStreaming): Promise<Nanos> {
  let cost: Nanos | null = null;
  let text = "";
  for await (const chunk of await openai.chat.completions.create({ ...ask, stream: true })) {
    text += chunk.choices[0]?.delta.content ?? "";
    if (chunk.usage) cost = costOf(chunk.usage);
  }
  expect(text).not.toBe("");
  if (cost === null) throw new Error("the stream carried no usage");
  return cost;
}

async function lookAtActivity(page: Page, person: Account, secret: string): Promise<void> {
  const before = await balanceOf(person);
  await complete(secret, "Say something else", { model: "sandbox/wren" });
  const wrenCost = before - (await balanceOf(person));
  await expect(requestsShown(page)).toHaveCount(3, { timeout: 5_000 });

  await groupBy(page, "Key");
  await expect(page).toHaveURL(/group=key/);
  await page
    .getByRole("list", { name: "Totals of the range" })
    .getByRole("link", { name: /Tokens/ })
    .click();
  await expect(page).toHaveURL(/metric=tokens/);
  await page.getByRole("button", { name: /^Last 7 days/ }).click();
  await page.getByRole("dialog").getByRole("link", { name: "Last 30 days" }).click();
  await expect(page).toHaveURL(/range=30d/);
  await filterBy(page, "Model", "sandbox/wren");
  await expect(page).toHaveURL(/model=sandbox\/wren/);
  await expect(requestsShown(page)).toHaveCount(1);
  await expectSound(page);

  const rows = await exportRequests(page);
  expect(rows).toHaveLength(1);
  expect(rows.reduce((sum, row) => sum + dollars(row["cost_usd"] ?? ""), 0n)).toBe(wrenCost);
}

async function optIn(page: Page, person: Account, secret: string): Promise<void> {
  const listed = await spent(person, () =>
    complete(secret, "The same words", { model: "sandbox/heron-large" }),
  );
  await goTo(page, "Privacy");
  await page.getByRole("switch", { name: "Store prompts and completions" }).check();
  await page.getByRole("button", { name: "Turn on prompt logging" }).click();
  await expect(page.getByText("Prompt logging is on for new requests.")).toBeVisible();
  await expectSound(page);
  const discounted = await spent(person, () =>
    complete(secret, "The same words", { model: "sandbox/heron-large" }),
  );
  // Rounded up once, so at most one nano-dollar above 99%.
  expect(discounted).toBe((listed * 99n + 99n) / 100n);
}

async function letTrain(page: Page, person: Account, secret: string): Promise<void> {
  const sent = await countSent();
  const before = await balanceOf(person);
  const refused = await complete(secret, "Say hello", { model: "sandbox/magpie" });
  expect(refused.status).toBe(404);
  expect(JSON.stringify(refused.body)).toContain("(Paid model training)");
  expect(await countSent()).toBe(sent);
  expect(await balanceOf(person)).toBe(before);

  await page.getByRole("switch", { name: "Paid endpoints may train on inputs" }).check();
  await page.getByRole("button", { name: "Allow training" }).click();
  await expect(page.getByText("Paid endpoints that train can be used.")).toBeVisible();
  expect((await complete(secret, "Say hello", { model: "sandbox/magpie" })).status).toBe(200);
}

async function keepNothing(page: Page, secret: string): Promise<void> {
  // Stored content depends on its row, so the page asks to turn prompt logging off first.
  await page.getByRole("switch", { name: "Store prompts and completions" }).uncheck();
  await expect(page.getByText("Prompt logging is off for new requests.")).toBeVisible();
  await page.reload();
  await page.getByRole("radio", { name: /^None/ }).click();
  const dialog = page.getByRole("alertdialog", { name: "Stop keeping request metadata" });
  const phrase = /“(delete \d+)”/.exec((await dialog.getByText(/^Type “delete/).textContent()) ?? "")?.[1];
  await dialog.getByLabel(/to confirm/).fill(phrase ?? "");
  await expectSound(page);
  await dialog.getByRole("button", { name: /^Delete \d+ requests$/ }).click();
  await expect(page.getByText("New requests aren't stored.", { exact: false })).toBeVisible();
  const answer = await complete(secret);
  expect(answer.status).toBe(200);
  const { id } = answer.body as { id: string };
  expect((await callApi(`/generation?id=${id}`, { secret })).status).toBe(404);
  await goTo(page, "Activity");
  await expect(requestsShown(page)).toHaveCount(0);
  await expectSound(page);
}

async function changeAccount(page: Page): Promise<void> {
  await page.goto("/account");
  const profile = page.getByRole("region", { name: "Profile" });
  await profile.getByLabel("Name").fill("Ada Journey");
  await profile.getByRole("button", { name: "Save profile" }).click();
  await expect(page.getByText("Profile saved.")).toBeVisible();
  await expectSound(page);

  // Its link is on wide screens only.
  await page.goto("/account?manage=profile");
  const dialog = page.getByRole("dialog", { name: "Manage account" });
  await expect(dialog.getByLabel("Name")).toHaveValue("Ada Journey");
  await expectSound(page);
  await dialog.getByRole("link", { name: "Security" }).click();
  await dialog.getByLabel("Current password").fill(password);
  await dialog.getByLabel("New password").fill(newPassword);
  await expectSound(page);
  await dialog.getByRole("button", { name: "Change password" }).click();
  await expect(dialog.getByText("Password changed", { exact: false })).toBeVisible();
}

async function deleteAccount(page: Page, email: string): Promise<void> {
  const { secret } = await makeKey(await findAccount(email), { name: "Last" });
  expect(await keyStatus(secret)).toBe(200);
  const session = await page.context().cookies();
  await page
    .getByRole("dialog", { name: "Manage account" })
    .getByRole("button", { name: "Delete account" })
    .click();
  const dialog = page.getByRole("alertdialog", { name: "Delete your account" });
  await dialog.getByLabel(/to confirm/).fill(email);
  await dialog.getByLabel("Current password").fill(newPassword);
  await expectSound(page);
  await dialog.getByRole("button", { name: "Delete account" }).click();
  await expect(page.getByText("Your account has been deleted.")).toBeVisible();
  await expectSound(page);

  await page.context().addCookies(session);
  await page.goto("/activity");
  await expect(page).toHaveURL(/\/sign-in/);
  await fillSignIn(page, email, newPassword);
  await expect(page.getByText("Incorrect email or password.")).toBeVisible();
  await expect.poll(() => keyStatus(secret)).toBe(401);
}

/** The ledger's debit for a call. */
async function spent(person: Account, call: () => Promise<unknown>): Promise<Nanos> {
  const before = await balanceOf(person);
  await call();
  return before - (await balanceOf(person));
}
