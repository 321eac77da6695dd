import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { password } from "./support/accounts";
import { launch, type Launched, root } from "./support/launch";
import { expect, expectSoundEverywhere, test } from "./support/test";

/** A product of its own, whose credits expire and whose payments are taxed. */
let product: Launched;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  const folder = path.join(root, ".test/credit-terms");
  rmSync(folder, { recursive: true, force: true });
  const environment = {
    CREDIT_EXPIRY_DAYS: "365",
    STRIPE_AUTOMATIC_TAX: "on",
    SUPPORT_EMAIL: "help@console.example",
  };
  product = await launch(folder, { environment });
});
test.afterAll(() => product.stop());

/** The link in the mail that confirms an address. */
async function confirmation(email: string): Promise<string> {
  const { environment } = JSON.parse(readFileSync(path.join(product.dataDir, "runtime.json"), "utf8")) as {
    environment: Record<string, string>;
  };
  const mails = `${environment.COUNTERFOIL_INBOX_URL}/api/mails?to=${encodeURIComponent(email)}`;
  let link = "";
  await expect
    .poll(async () => {
      const { data } = (await (await fetch(mails)).json()) as { data: { text: string }[] };
      link = data[0]?.text.split(/\s+/).find((word) => word.includes("/verify?token=")) ?? "";
      return link;
    })
    .not.toBe("");
  return link;
}

async function signUp(page: Page, email: string): Promise<void> {
  await page.goto(`${product.origin}/sign-up`);
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(page.getByRole("heading", { name: "Check your inbox" })).toBeVisible();
  await page.goto(await confirmation(email));
  await page.getByRole("button", { name: "Confirm address" }).click();
  await expect(page).toHaveURL(/\/activity$/);
}

test("buying and auto top-up say when credits expire, and that automatic charges carry no tax", async ({
  page,
}) => {
  test.setTimeout(120_000);
  await signUp(page, "ada@example.test");
  await page.goto(`${product.origin}/credits?add=10`);
  const form = page.getByRole("form", { name: "Add credits" });
  await expect(form).toContainText("Credits that aren’t used expire 365 days after their purchase.");
  await expect(page.getByText("Questions about a charge: write to help@console.example.")).toBeVisible();
  await expectSoundEverywhere(page);

  await page.goto(`${product.origin}/credits?auto=setup`);
  const terms = page.getByRole("form", { name: "Auto top-up" });
  const consent = terms.getByRole("checkbox", { name: /The credits expire 365 days after their purchase\./ });
  const untaxed = "Automatic charges are made without sales tax or VAT.";
  await expect(terms).toContainText(untaxed);
  await expectSoundEverywhere(page);
  await consent.check();
  await terms.getByRole("button", { name: "Continue to add a card" }).click();
  await page.getByLabel("Card number").fill("4242 4242 4242 4242");
  await page.getByRole("button", { name: /Save/ }).click();
  const card = page.getByRole("region", { name: /Auto top-up/ });
  await expect(card).toContainText(untaxed);
  await card.getByText("What was agreed to").click();
  await expect(card.getByRole("blockquote")).toContainText("expire 365 days after their purchase");
});
