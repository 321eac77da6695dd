import { balanceOf, makeAccount } from "./support/accounts";
import { dollars } from "./support/pages";
import { expect, expectFieldError, expectSoundEverywhere, test } from "./support/test";

test("the operator's page is not there for anyone else", async ({ page, account, quietConsole }) => {
  quietConsole.allow(/status of 404/);
  expect(account.email).not.toBe("");
  await page.goto("/operator");
  await expect(page.getByRole("heading", { name: "There is nothing at this address" })).toBeVisible();
  await page.context().clearCookies();
  await page.goto("/operator");
  await expect(page.getByText("The state of this installation", { exact: false })).toHaveCount(0);
});

test("the operator finds an account, gives it credits with a reason, and verifies the ledger", async ({
  page,
  signIn,
}) => {
  const person = await makeAccount({ credits: "1" });
  await signIn(await makeAccount({ email: "operator@example.test" }));
  await page.goto(`/operator?search=${encodeURIComponent(person.email)}`);
  await expectSoundEverywhere(page);
  await page.getByRole("row").filter({ hasText: person.email }).getByText("Grant credits").first().click();
  const form = page.getByRole("form", { name: `Grant credits to ${person.email}` });
  await form.getByLabel("Amount").fill("-1");
  await form.getByLabel("Reason").fill("Thanks for the report");
  await form.getByRole("button", { name: "Grant credits" }).click();
  await expectFieldError(form.getByLabel("Amount"), /above zero/);
  await expectSoundEverywhere(page);
  await form.getByLabel("Amount").fill("2.50");
  await form.getByRole("button", { name: "Grant credits" }).click();
  await expect.poll(() => balanceOf(person)).toBe(dollars("3.5"));
  await page.goto("/operator?verify=1");
  await expect(page.getByRole("region", { name: "Ledger" })).toBeVisible();
});
