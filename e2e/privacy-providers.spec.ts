import { db } from "@/lib/db/client";
import { makeKey } from "./support/accounts";
import { complete } from "./support/calls";
import { countSent } from "./support/sandbox";
import { expect, expectSoundEverywhere, signedInTest as test } from "./support/test";

test("providers are chosen together, with the effect before saving, and the error of a lost model names the setting", async ({
  page,
  account,
}) => {
  const { secret } = await makeKey(account);
  const sent = await countSent();
  const lists = async () => {
    const saved = await db().privacySettings.findUnique({
      where: { workspaceId: account.actor.workspaceId },
    });
    return [saved?.allowedProviders, saved?.ignoredProviders];
  };
  await page.goto("/privacy");
  const providers = page.getByRole("region", { name: "Providers" });
  const quarryRow = providers.getByRole("row").filter({ hasText: "Quarry" });
  await expect(quarryRow).toContainText("read Nov 20, 2026");
  await expect(quarryRow.getByRole("link", { name: "Policy of Quarry" })).toHaveAttribute(
    "href",
    "https://quarry.example/privacy",
  );
  const lantern = page.getByRole("switch", { name: "Use Lantern" });
  await lantern.click();
  const effect = providers.getByRole("status", { name: "Effect on endpoints" });
  await expect(effect).toContainText("6 of 9 endpoints will stop working");
  await expect(effect).toContainText(/\d models lose all endpoints: .*wren/);
  await expectSoundEverywhere(page);
  expect(await lists()).toEqual([undefined, undefined]);
  await page.getByRole("button", { name: "Save providers" }).click();
  await expect(page.getByText(/^Saved\. Holds for requests since /)).toBeVisible();
  await expect(lantern).not.toBeChecked();
  expect(await lists()).toEqual([[], ["lantern"]]);
  const refused = await complete(secret, "Say hello", { model: "sandbox/wren" });
  expect(refused.status).toBe(404);
  expect(JSON.stringify(refused.body)).toContain("(Ignored providers)");
  expect(JSON.stringify(refused.body)).toContain("/settings/privacy");
  expect(await countSent()).toBe(sent);
  expect((await complete(secret)).status).toBe(200);

  // Only chosen ones: a list that allows nothing is rejected and stays as it was typed.
  await page.reload();
  await page.getByRole("radio", { name: /^Only the ones you turn on/ }).check();
  for (const name of ["Quarry", "Commons", "Harbour"])
    await page.getByRole("switch", { name: `Use ${name}` }).uncheck();
  await page.getByRole("button", { name: "Save providers" }).click();
  await expect(page.getByText("Choose at least one provider", { exact: false })).toBeVisible();
  await lantern.check();
  await page.getByRole("button", { name: "Save providers" }).click();
  await expect(page.getByText(/^Saved\. Holds for requests since /)).toBeVisible();
  expect(await lists()).toEqual([["lantern"], []]);
  expect((await complete(secret, "Say hello", { model: "sandbox/wren" })).status).toBe(200);
  await page.reload();
  await expect(page.getByRole("radio", { name: /^Only the ones you turn on/ })).toBeChecked();
  await expect(lantern).toBeChecked();
  await expect(page.getByRole("switch", { name: "Use Quarry" })).not.toBeChecked();
});

test("an endpoint whose policy is unknown needs the switches for training and for publication", async ({
  page,
  account,
}) => {
  const { secret } = await makeKey(account);
  await page.goto("/privacy");
  const ask = async () =>
    complete(secret, "Say hello", { model: "sandbox/cormorant", provider: { only: ["harbour"] } });
  await page.getByRole("switch", { name: "Paid endpoints may train on inputs" }).check();
  await page.getByRole("button", { name: "Allow training" }).click();
  await expect(page.getByText("Paid endpoints that train can be used.")).toBeVisible();
  expect((await ask()).status).toBe(404);
  await page.getByRole("switch", { name: "Endpoints may publish inputs" }).check();
  await expect(page.getByText("1 more endpoint can be used: cormorant at Harbour.")).toBeVisible();
  await page.getByRole("button", { name: "Allow publication" }).click();
  await expect(page.getByText("Endpoints that may publish can be used.")).toBeVisible();
  expect((await ask()).status).toBe(200);
});
