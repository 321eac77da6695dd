import { startPurchase } from "@/lib/billing/start-purchase";
import { findAccount, makeAccount, operatorAccount } from "./support/accounts";
import { dollars } from "./support/pages";
import { expect, expectSoundEverywhere, test } from "./support/test";

test("owners see which account and purchase an operator looked at, and no one else's", async ({
  page,
  signIn,
}) => {
  await operatorAccount();
  const [person, other] = [await makeAccount(), await makeAccount()];
  const purchase = await startPurchase(person.actor, { creditsNanos: dollars("10") });
  if (!purchase.ok) throw new Error(purchase.code);
  await signIn(await findAccount("operator@example.test"));
  await page.goto(`/operator?search=${encodeURIComponent(person.email)}`);
  await page.getByRole("link", { name: person.email }).click();
  await expect(page.getByRole("dialog", { name: person.email })).toBeVisible();
  await page.goto(`/operator/payments?payment=${purchase.value.purchaseId}`);
  await expect(page.getByRole("dialog", { name: person.email })).toBeVisible();

  await page.context().clearCookies();
  await signIn(person);
  await page.goto("/account/data");
  const views = page.getByRole("region", { name: "What operators looked at" });
  for (const text of [/^Opened the account/, /^Opened a purchase/, /^Found the account by a search/])
    await expect(views.getByRole("rowheader", { name: text })).toBeVisible();
  await expectSoundEverywhere(page);
  await page.context().clearCookies();
  await signIn(other);
  await page.goto("/account/data");
  await expect(views.getByText("No operator has opened or searched for this account.")).toBeVisible();
  await expectSoundEverywhere(page);
});
