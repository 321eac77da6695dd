import { findAccount, makeAccount, operatorAccount } from "./support/accounts";
import { mailTo } from "./support/product";
import { expect, expectFieldError, expectSoundEverywhere, test } from "./support/test";

test.beforeAll(async () => {
  await operatorAccount();
});

test("a disclosure is told to its owner, at once or when it is no longer forbidden", async ({
  page,
  signIn,
}) => {
  const [told, hidden] = [await makeAccount(), await makeAccount()];
  await signIn(await findAccount("operator@example.test"));
  await page.goto("/operator/disclosures");
  await expectSoundEverywhere(page);
  const form = page.getByRole("form", { name: "Record a disclosure" });
  const record = async (authority: string, accounts: string, isForbidden: boolean) => {
    await form.getByLabel("Authority").fill(authority);
    await form.getByLabel("Legal basis").selectOption("Search warrant");
    await form.getByLabel("Accounts").fill(accounts);
    await form.getByLabel("Account: address, name, sessions").check();
    await form
      .getByLabel(isForbidden ? "Forbidden" : "Tell the owners now", { exact: !isForbidden })
      .first()
      .check();
    await form.getByRole("button", { name: "Record disclosure" }).click();
  };
  await record("District Court of Reno", "none@example.test", false);
  await expectFieldError(form.getByLabel("Accounts"), /No account found for none@example\.test/);
  await expectSoundEverywhere(page);
  await record("District Court of Reno", told.email, false);
  await expect(page.getByRole("row").filter({ hasText: "District Court of Reno" })).toContainText("1 told");
  await mailTo(told.email, /disclosed to an authority/);
  await record("Court of <b>Appeal</b>", hidden.email, true);
  const row = page.getByRole("row").filter({ hasText: "Court of <b>Appeal</b>" });
  await expect(row).toContainText("Forbidden");
  await expectSoundEverywhere(page);

  const disclosures = page.getByRole("region", { name: "Legal disclosures" });
  const see = async (account: typeof told) => {
    await page.context().clearCookies();
    await signIn(account);
    await page.goto("/account/data");
  };
  await see(told);
  await expect(disclosures.getByRole("row").filter({ hasText: "District Court of Reno" })).toContainText(
    "Search warrant",
  );
  await expectSoundEverywhere(page);
  await see(hidden);
  await expect(disclosures).toContainText("No disclosures we’re allowed to show.");

  await page.context().clearCookies();
  await signIn(await findAccount("operator@example.test"));
  await page.goto("/operator/disclosures");
  await row.getByRole("button", { name: "Tell now" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Tell owners" }).click();
  await expect(row).toContainText("1 told");
  await mailTo(hidden.email, /disclosed to an authority/);
  await see(hidden);
  await expect(disclosures.getByRole("row").filter({ hasText: "Court of <b>Appeal</b>" })).toBeVisible();
});
