import { db } from "@/lib/db/client";
import { dollarsText } from "@/lib/kernel/money";
import { updatePrivacySettings } from "@/lib/privacy/update-privacy-settings";
import { makeKey } from "./support/accounts";
import { complete } from "./support/calls";
import { expect, expectSoundEverywhere, signedInTest as test } from "./support/test";
import { whileTableIsAway } from "./support/trouble";

test("what the logging discount has saved so far is shown to the nano-dollar, to owners and admins", async ({
  page,
  account,
}) => {
  const { secret } = await makeKey(account);
  const { workspaceId, userId } = account.actor;
  await complete(secret, "Before the opt-in");
  await updatePrivacySettings(account.actor, { logPrompts: true });
  await page.goto("/privacy");
  const content = page.getByRole("region", { name: "Content", exact: true });
  await expect(content).toContainText("On since");
  await expect(content).not.toContainText("Discount so far");
  for (const text of ["One", "Two and a few more words"]) await complete(secret, text);
  const { _sum, _count } = await db().generation.aggregate({
    where: { workspaceId, discountNanos: { lt: 0 } },
    _sum: { discountNanos: true },
    _count: true,
  });
  expect(_count).toBe(2);
  await page.reload();
  const saved = `Discount so far: $${dollarsText(-(_sum.discountNanos ?? 0n))}, counted since`;
  await expect(content).toContainText(saved);
  await updatePrivacySettings(account.actor, { logPrompts: false });
  await page.reload();
  await expect(content).toContainText("Off.");
  await expect(content).toContainText(saved);
  await expectSoundEverywhere(page);
  await db().member.updateMany({ where: { workspaceId, userId }, data: { role: "member" } });
  await page.reload();
  await expect(content).toContainText("Off.");
  await expect(content).not.toContainText("Discount so far");
});

test("every change of a setting is in the history of consent, in pages, also for members", async ({
  page,
  account,
  quietConsole,
}) => {
  quietConsole.allow(/couldn't be loaded|500/);
  const { workspaceId, userId } = account.actor;
  await page.goto("/privacy");
  const history = page.getByRole("region", { name: "Consent history" });
  await expect(history).toContainText("No changes yet");
  await page.getByRole("switch", { name: "Paid endpoints may train on inputs" }).check();
  await page.getByRole("button", { name: "Allow training" }).click();
  const rows = history.getByRole("row").filter({ hasText: account.email });
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText("Paid endpoints that train on inputs allowed.");
  for (let change = 0; change < 10; change += 1)
    await updatePrivacySettings(account.actor, { logPrompts: change % 2 === 0 });
  await db().member.updateMany({ where: { workspaceId, userId }, data: { role: "member" } });
  await page.reload();
  await expect(rows).toHaveCount(10);
  await expect(rows.first()).toContainText("Prompt logging turned off.");
  await expectSoundEverywhere(page);
  await history.getByRole("link", { name: "Older" }).click();
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText("Paid endpoints that train on inputs allowed.");
  await history.getByRole("link", { name: "Newest" }).click();
  await expect(rows).toHaveCount(10);
  await whileTableIsAway("audit_events", async () => {
    await page.reload();
    await expect(history).toContainText("The history couldn't be loaded");
    await expect(page.getByRole("region", { name: "Retention" })).toBeVisible();
    await expectSoundEverywhere(page);
  });
  await history.getByRole("button", { name: "Try again" }).click();
  await expect(rows).toHaveCount(10);
});
