import type { Page } from "@playwright/test";
import { db } from "@/lib/db/client";
import { type Account, makeAccount, makeKey } from "./support/accounts";
import { complete } from "./support/calls";
import { available, dollars } from "./support/pages";
import { mailTo } from "./support/product";
import { whileTableIsAway } from "./support/trouble";
import { expect, expectFieldError, expectSoundEverywhere, test } from "./support/test";

const card = (page: Page) => page.getByRole("region", { name: /^Auto top-up/ });
const sheet = (page: Page) => page.getByRole("dialog", { name: /auto top-up$/ });
const state = (page: Page, text: string) => card(page).getByRole("status").getByText(text, { exact: true });

/** Sets auto top-up up with a new card, on the form and on Stripe's page. */
async function setUp(page: Page, number: string): Promise<void> {
  await page.goto("/credits");
  await card(page).getByRole("link", { name: "Set up" }).click();
  await sheet(page).getByRole("checkbox").check();
  await sheet(page).getByRole("button", { name: "Continue to add a card" }).click();
  await page.getByRole("heading", { name: "Save a card" }).waitFor();
  await page.getByLabel("Card number").fill(number);
  await page.getByRole("button", { name: "Save card" }).click();
}

/** Spends until the available balance is below $5.00; it must be hardly above. */
async function spend(account: Account): Promise<void> {
  const { secret } = await makeKey(account);
  expect((await complete(secret, "Say hello", { model: "sandbox/wren" })).status).toBe(200);
}

/** How often the card was asked for, and what became of it. */
async function outcomesOf({ actor: { workspaceId } }: Account): Promise<(string | null)[]> {
  const attempts = await db().autoTopUpAttempt.findMany({
    where: { workspaceId },
    select: { outcome: true },
  });
  return attempts.map(({ outcome }) => outcome);
}

for (const width of [1280, 390]) {
  test(`at ${width} px: set up with a new card, spend below the threshold, credited within seconds, turn off`, async ({
    page,
    signIn,
  }) => {
    await page.setViewportSize({ width, height: 844 });
    const account = await makeAccount({ credits: "5" });
    await signIn(account);
    await page.goto("/credits");
    await expect(state(page, "Off")).toBeVisible();
    await expectSoundEverywhere(page);
    await setUp(page, "4242 4242 4242 4242");
    await expect(state(page, "On")).toBeVisible();
    await expect(card(page)).toContainText(
      "When below $5.00, buy $25.00 for $26.38, at most $100.00 a month, with Visa 4242",
    );
    await expectSoundEverywhere(page);
    await card(page).getByText("What was agreed to").click();
    await expect(card(page).getByText("$26.38 including the service fee of $1.38")).toBeVisible();

    await spend(account);
    await expect
      .poll(() => outcomesOf(account), { timeout: 10_000, intervals: [100] })
      .toEqual(["succeeded"]);
    await page.reload();
    await expect(page.getByRole("group", { name: /^Available credits: \$29\.99/ })).toBeVisible();
    await expect(card(page).getByText("Charged this month: $26.38 of $100.00")).toBeVisible();
    await expect(card(page).getByRole("row").filter({ hasText: "Charged" })).toContainText("$26.38");
    await expectSoundEverywhere(page);
    expect((await mailTo(account.email, /^Receipt: \$26\.38 paid/)).text).toContain("auto top-up");

    await card(page).getByRole("button", { name: "Turn off" }).click();
    await expect(state(page, "Off")).toBeVisible();
    await expect(card(page).getByRole("button", { name: "Turn off" })).toHaveCount(0);
    // The card stays until it is removed.
    await card(page).getByRole("button", { name: "Remove card" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Remove card" }).click();
    await expect(card(page).getByText(/^Saved card/)).toHaveCount(0);
  });
}

test("terms that can't work are rejected next to their fields, and nothing happens without agreement", async ({
  page,
  account,
}) => {
  await page.goto("/credits?auto=setup");
  const form = sheet(page);
  await form.getByRole("button", { name: "Continue to add a card" }).click();
  await expectFieldError(form.getByRole("checkbox"), /Agree to this/);
  await form.getByLabel("Monthly limit").fill("20");
  await form.getByRole("checkbox").check();
  await form.getByRole("button", { name: "Continue to add a card" }).click();
  await expectFieldError(form.getByLabel("Monthly limit"), /must be at least that/);
  await form.getByLabel("Monthly limit").fill("100");
  await form.getByLabel("Buy credits for").fill("4");
  await form.getByRole("checkbox").check();
  await form.getByRole("button", { name: "Continue to add a card" }).click();
  await expectFieldError(form.getByLabel("Buy credits for"), /smallest purchase/);
  await expectSoundEverywhere(page);
  const { workspaceId } = account.actor;
  expect(await db().cardConsent.count({ where: { workspaceId } })).toBe(0);
});

test("a declined card is tried three times, then auto top-up pauses and says what to do", async ({
  page,
  signIn,
}) => {
  const account = await makeAccount({ credits: "1" });
  await signIn(account);
  await setUp(page, "4000 0000 0000 0341");
  const { workspaceId } = account.actor;
  for (const declines of [1, 2, 3]) {
    await expect
      .poll(() => outcomesOf(account), { timeout: 10_000, intervals: [100] })
      .toEqual(Array(declines).fill("declined"));
    if (declines === 1) {
      await page.reload();
      await expect(card(page).getByText("The last charge was declined")).toBeVisible();
      await expectSoundEverywhere(page);
    }
    // The next try is minutes away.
    if (declines < 3) await db().autoTopUp.update({ where: { workspaceId }, data: { nextAttemptAt: null } });
  }
  await page.reload();
  await expect(state(page, "Paused")).toBeVisible();
  await expect(card(page).getByText("Your card was declined three times in a row")).toBeVisible();
  await expectSoundEverywhere(page);
  await mailTo(account.email, /^Auto top-up is paused: your card was declined/);
  await expect(available(page, dollars("1"))).toBeVisible();

  await card(page).getByRole("link", { name: "Change card" }).click();
  await sheet(page)
    .getByRole("radio", { name: /Add another card/ })
    .check({ force: true });
  await sheet(page).getByRole("checkbox").check();
  await sheet(page).getByRole("button", { name: "Continue to add a card" }).click();
  await page.getByLabel("Card number").fill("5555 5555 5555 4444");
  await page.getByRole("button", { name: "Save card" }).click();
  await expect(card(page).getByText(/with Mastercard 4444/)).toBeVisible();
  await expect.poll(() => outcomesOf(account), { timeout: 10_000, intervals: [100] }).toContain("succeeded");
  await page.reload();
  await expect(available(page, dollars("26"))).toBeVisible();
});

test("a bank that asks for authentication pauses it at once, and the link to pay credits once", async ({
  page,
  signIn,
}) => {
  const account = await makeAccount({ credits: "1" });
  await signIn(account);
  await page.goto("/credits?auto=setup");
  await sheet(page).getByRole("checkbox").check();
  await sheet(page).getByRole("button", { name: "Continue to add a card" }).click();
  await page.getByLabel("Card number").fill("4000 0027 6000 3184");
  await page.getByRole("button", { name: "Save card" }).click();
  await page.getByRole("button", { name: /^(Confirm|Complete)/ }).click();
  await expect.poll(() => outcomesOf(account), { timeout: 10_000, intervals: [100] }).toEqual(["declined"]);
  await page.goto("/credits");
  await expect(card(page).getByText("Your bank asks you to confirm the payment").first()).toBeVisible();
  await expectSoundEverywhere(page);
  const mail = await mailTo(account.email, /^Auto top-up is paused: your bank/);
  expect(mail.text).toMatch(/Pay \$26\.38:\nhttp\S+\/credits\?add=25/);

  await card(page).getByRole("button", { name: "Pay $26.38" }).click();
  await page.getByLabel("Card number").fill("4242 4242 4242 4242");
  await page.getByRole("button", { name: "Pay" }).click();
  await expect(available(page, dollars("26"))).toBeVisible();
  await expect(state(page, "Paused")).toBeVisible();
  expect(await outcomesOf(account)).toEqual(["declined"]);
  await card(page).getByRole("button", { name: "Resume" }).click();
  await expect(state(page, "On")).toBeVisible();
});

test("a purchase keeps its card when the buyer agrees, and turns nothing on", async ({ page, account }) => {
  await page.goto("/credits?add=10");
  const form = page.getByRole("dialog", { name: "Add credits" });
  await form.getByRole("checkbox", { name: "Save the card" }).check();
  await form.getByRole("button", { name: "Pay $10.80" }).click();
  await page.getByLabel("Card number").fill("4242 4242 4242 4242");
  await page.getByRole("button", { name: "Pay" }).click();
  await expect(available(page, dollars("20"))).toBeVisible();
  const { workspaceId } = account.actor;
  await expect
    .poll(() => db().savedCard.count({ where: { workspaceId, removedAt: null } }), { timeout: 15_000 })
    .toBe(1);
  await page.goto("/credits");
  await expect(state(page, "Off")).toBeVisible();
  await expect(card(page).getByText(/^Saved card: Visa 4242/)).toBeVisible();
  await card(page).getByRole("link", { name: "Set up" }).click();
  await sheet(page).getByRole("checkbox").check();
  await sheet(page).getByRole("button", { name: "Turn on" }).click();
  await expect(state(page, "On")).toBeVisible();
});

test("when it can't be read, the rest of Credits is there, and retrying works", async ({ page, account }) => {
  const failed = page.getByRole("alert").filter({ hasText: "Auto top-up couldn't be loaded" });
  await whileTableIsAway("saved_cards", async () => {
    await page.goto("/credits?tab=statements");
    await expect(failed).toContainText(/Request req_[\w-]{16}/);
    await expect(available(page, dollars("10"))).toBeVisible();
    await expectSoundEverywhere(page);
  });
  await failed.getByRole("button", { name: "Try again" }).click();
  await expect(failed).toBeHidden();
  await expect(state(page, "Off")).toBeVisible();
  expect(await outcomesOf(account)).toEqual([]);
});

test("a member sees nothing of it", async ({ page, signIn }) => {
  const account = await makeAccount({ credits: "10" });
  const { workspaceId, userId } = account.actor;
  await db().member.updateMany({ where: { workspaceId, userId }, data: { role: "member" } });
  await signIn(account);
  await page.goto("/credits?auto=setup");
  await expect(available(page, dollars("10"))).toBeVisible();
  await expect(card(page)).toHaveCount(0);
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
