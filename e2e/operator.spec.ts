import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { db } from "@/lib/db/client";
import { balanceOf, findAccount, makeAccount, makeKey, operatorAccount } from "./support/accounts";
import { complete, startStream } from "./support/calls";
import { asOwner } from "./support/owner";
import { dollars } from "./support/pages";
import { defaultFormats } from "@/lib/kernel/format";
import { expect, expectFieldError, expectSoundEverywhere, signedInTest, test } from "./support/test";
import { whileTableIsAway } from "./support/trouble";

const operator = { email: "operator@example.test" };
const msPerDay = 86_400_000;

test.beforeAll(async () => {
  await operatorAccount();
});

signedInTest("the operator page does not exist for anyone else", async ({ page, quietConsole }) => {
  quietConsole.allow(/status of 404/);
  await page.goto("/operator");
  await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
  await page.context().clearCookies();
  await page.goto("/operator");
  await expect(page.getByText("The whole installation", { exact: false })).toHaveCount(0);
});

test("the operator finds an account, grants it credits with a reason, and verifies the ledger", async ({
  page,
  signIn,
}) => {
  const person = await makeAccount({ credits: "1" });
  await signIn(await findAccount(operator.email));
  await page.goto(`/operator?search=${encodeURIComponent(person.email)}`);
  await expectSoundEverywhere(page);
  // Behind the sheet the table is hidden from screen readers.
  const row = page.getByRole("row", { includeHidden: true }).filter({ hasText: person.email });
  const height = (await row.boundingBox())?.height;
  await row.getByRole("link", { name: person.email }).click();
  await expect(page).toHaveURL(/account=/);
  expect((await row.boundingBox())?.height).toBe(height);
  const form = page.getByRole("form", { name: `Grant credits to ${person.email}` });
  await form.getByLabel("Amount").fill("-1");
  await form.getByLabel("Reason").fill("Thanks for the report");
  await form.getByRole("button", { name: "Grant credits" }).click();
  await expectFieldError(form.getByLabel("Amount"), /above zero/);
  await expectSoundEverywhere(page);
  await form.getByLabel("Amount").fill("2.50");
  await form.getByRole("button", { name: "Grant credits" }).click();
  await expect.poll(() => balanceOf(person)).toBe(dollars("3.5"));
  await expect(page.getByRole("dialog")).toContainText("$3.50");
  await page.goto("/operator/ledger");
  const ledger = page.getByRole("region", { name: "Ledger", exact: true });
  await db().ledgerVerification.deleteMany({ where: { finishedAt: { not: null } } });
  await ledger.getByRole("button", { name: "Verify now" }).click();
  // Without a reload: the page follows the job.
  await expect(ledger.getByText(/All \d+ checks passed/)).toBeVisible({ timeout: 30_000 });
  await expect(ledger.getByRole("button", { name: "Verify now" })).toBeVisible();
  await expectSoundEverywhere(page);
});

const region = (page: Page, name: string) => page.getByRole("region", { name, exact: true });

test("with nothing running and no problems the page says so", async ({ page, signIn }) => {
  // Earlier tests had providers that broke off.
  await asOwner("delete from unaccounted_completions");
  await signIn(await findAccount(operator.email));
  await page.goto("/operator/completions");
  await expect(region(page, "Running completions")).toContainText("None now");
  for (const name of ["Unaccounted completions", "Content that could not be stored", "Capped usage"])
    await expect(region(page, name)).toContainText("None in the last 30 days");
  await expectSoundEverywhere(page);
});

test("the page shows running completions by process, and unbilled, unstored and capped ones by day", async ({
  page,
  signIn,
}) => {
  const tenant = await makeAccount({ credits: "5" });
  const { secret } = await makeKey(tenant);
  const { workspaceId } = tenant.actor;
  expect((await complete(secret)).status).toBe(200);
  await signIn(await findAccount(operator.email));
  // Older than closed holds are kept, so that verifying the ledger does not expect a hold for it.
  const createdAt = new Date(Date.now() - 10 * msPerDay);
  const ids = { workspaceId, keyId: randomUUID(), processId: randomUUID() };
  const unaccounted = [1_250_000_000n, 750_000_000n].map((amountNanos) => ({
    ...ids,
    holdId: randomUUID(),
    amountNanos,
    createdAt,
  }));
  const billed = {
    ...ids,
    holdId: randomUUID(),
    amountNanos: 9_000_000_000n,
    createdAt,
    billedAt: createdAt,
  };
  await db().unaccountedCompletion.createMany({ data: [...unaccounted, billed] });
  const lost = { workspaceId, generationId: randomUUID(), reason: "queue_full", createdAt };
  await db().lostContent.create({ data: lost, select: { reason: true } });
  await db().generation.updateMany({ where: { workspaceId }, data: { usageCapped: true } });
  const running = await startStream(secret, {
    model: "sandbox/heron",
    messages: [{ role: "user", content: "Count [[sandbox:chunks=40]] [[sandbox:chunk-delay=500]]" }],
  });
  expect(running.status).toBe(200);
  try {
    await expect.poll(() => db().hold.count({ where: { workspaceId, state: "held" } })).toBe(1);
    await page.goto("/operator/completions");
    const day = defaultFormats.day(createdAt, "UTC");
    const row = (name: string, text: string) => region(page, name).getByRole("row").filter({ hasText: text });
    const process = region(page, "Running completions").getByRole("row").nth(1);
    await expect(process).toContainText(/[0-9a-f-]{36}/);
    await expect(region(page, "Running completions")).toContainText(/1 in total, the oldest since/);
    await expect(row("Unaccounted completions", day)).toContainText("2");
    await expect(row("Unaccounted completions", day)).toContainText("$2.00");
    await expect(region(page, "Unaccounted completions")).toContainText(
      "no workspace was charged, or only for the prompt",
    );
    await expect(row("Content that could not be stored", day)).toContainText("1");
    await expect(region(page, "Capped usage")).toContainText("1 completion in the last 30 days");
    await expectSoundEverywhere(page);
  } finally {
    running.leave();
    await db().unaccountedCompletion.deleteMany({ where: { workspaceId } });
    await db().lostContent.deleteMany({ where: { workspaceId } });
    await db().generation.updateMany({ where: { workspaceId }, data: { usageCapped: false } });
  }
});

test("when the page fails to load, the frame stays and retrying works", async ({
  page,
  signIn,
  quietConsole,
}) => {
  quietConsole.allow(/.*/);
  await signIn(await findAccount(operator.email));
  await page.route("**/api/ready", (route) => route.fulfill({ status: 503 }));
  const alert = page.getByRole("alert").filter({ hasText: "This page couldn't be loaded" });
  await whileTableIsAway("stripe_events", async () => {
    await page.goto("/operator/webhooks");
    await expect(alert).toContainText(/Request \d+/);
    await expectSoundEverywhere(page);
  });
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("list", { name: "State of the installation" })).toBeVisible();
});

test("an invalid search text is rejected next to its field", async ({ page, signIn }) => {
  await signIn(await findAccount(operator.email));
  for (const text of ["%E2%80%AEada", "a%0D%0Ab"]) {
    await page.goto(`/operator?search=${text}`);
    await expectFieldError(page.getByLabel("Email or workspace ID"), /must not contain control characters/);
  }
});

test("a deleted account is hidden until asked for, and cannot be granted credits", async ({
  page,
  signIn,
}) => {
  const person = await makeAccount();
  const { workspaceId } = person.actor;
  await db().workspace.update({ where: { id: workspaceId }, data: { deletedAt: new Date() } });
  try {
    await signIn(await findAccount(operator.email));
    await page.goto(`/operator?search=${encodeURIComponent(person.email)}`);
    await expect(page.getByText("No account matches")).toBeVisible();
    await page.getByLabel("Show deleted").check();
    await page.getByRole("button", { name: "Search", exact: true }).click();
    const row = page.getByRole("row").filter({ hasText: person.email });
    await expect(row).toContainText("Deleted");
    await row.getByRole("link", { name: person.email }).click();
    await expect(page.getByRole("dialog")).toContainText("can't be granted credits");
    await expect(page.getByRole("button", { name: "Grant credits" })).toHaveCount(0);
  } finally {
    await db().workspace.update({ where: { id: workspaceId }, data: { deletedAt: null } });
  }
});

test("payments, webhooks and jobs have their pages, and a late payment shows on each", async ({
  page,
  signIn,
}) => {
  const person = await makeAccount();
  const { userId, workspaceId } = person.actor;
  // Too old for the job that asks Stripe.
  const createdAt = new Date(Date.now() - 15 * msPerDay);
  const money = { creditsNanos: dollars("10"), feeNanos: dollars("0.8"), totalCents: 1_080 };
  const { id } = await db().purchase.create({
    data: { id: randomUUID(), userId, workspaceId, state: "pending", createdAt, ...money },
    select: { id: true },
  });
  try {
    await signIn(await findAccount(operator.email));
    await page.goto("/operator");
    const tabs = page.getByRole("navigation", { name: "Operator area" });
    await tabs.getByRole("link", { name: "Payments" }).click();
    await expect(page.getByRole("list", { name: "State of the installation" })).toContainText(
      /[1-9]\d* late/,
    );
    await page.getByRole("link", { name: "Processing" }).click();
    const row = page.getByRole("row").filter({ hasText: person.email });
    await expect(row).toContainText("$10.80");
    await expectSoundEverywhere(page);
    await tabs.getByRole("link", { name: "Jobs" }).click();
    await expect(page.getByRole("row").filter({ hasText: "fold-usage" })).toContainText("OK");
    await expectSoundEverywhere(page);
    await tabs.getByRole("link", { name: "Webhooks" }).click();
    await expect(page).toHaveURL(/\/operator\/webhooks$/);
    await expectSoundEverywhere(page);
  } finally {
    await db().purchase.delete({ where: { id }, select: { id: true } });
  }
});
