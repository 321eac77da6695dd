import type { Page } from "@playwright/test";
import { db } from "@/lib/db/client";
import { rotateKey } from "@/lib/keys/rotate-key";
import { unknownOrigin } from "@/lib/kernel/network";
import { type Account, makeKey } from "./support/accounts";
import { callApi, complete } from "./support/calls";
import { chooseForKey, dollars, rowOf } from "./support/pages";
import { expect, expectSoundEverywhere, signedInTest as test } from "./support/test";

const sheetOf = (page: Page, name: string) =>
  page.getByRole("dialog", { name: `Rotate secret of “${name}”` });

/** Rotates a key as another tab would. Returns the new secret. */
async function rotateElsewhere({ actor }: Account, id: string, overlapHours: number): Promise<string> {
  const { label } = await db().apiKey.findUniqueOrThrow({ where: { id }, select: { label: true } });
  const from = { channel: "console", origin: unknownOrigin } as const;
  const outcome = await rotateKey(actor, { id }, { overlapHours, seenLabel: label }, from);
  if (!outcome.ok) throw new Error(outcome.code);
  return outcome.value.secret;
}

const status = async (secret: string) => (await callApi("/key", { secret })).status;

test("a secret is rotated by keyboard, shown once, and both work until the old one is ended", async ({
  page,
  account,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const old = await makeKey(account, { name: "Production", limitNanos: dollars("25") });
  await page.goto("/keys");
  await page.getByRole("button", { name: "Actions for Production", exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Edit" })).toBeFocused();
  await page.keyboard.press("r");
  await expect(page.getByRole("menuitem", { name: "Rotate secret" })).toBeFocused();
  await page.keyboard.press("Enter");
  const sheet = sheetOf(page, "Production");
  await expect(sheet.getByRole("radio", { name: "24 hours" })).toBeFocused();
  await expectSoundEverywhere(page);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(sheet.getByRole("radio", { name: "7 days" })).toBeChecked();
  await page.keyboard.press("Enter");
  const secret = (await sheet.getByLabel("API key").textContent())?.trim() ?? "";
  expect(secret).toMatch(/^sk-or-v1-[0-9a-f]{64}$/);
  await expect(sheet.getByRole("status").filter({ hasText: "The old one works until" })).toContainText(
    /UTC|\//,
  );
  await expectSoundEverywhere(page);
  await page.keyboard.press("Escape");
  await page.getByRole("alertdialog").getByRole("button", { name: "Keep open" }).click();
  await sheet.getByRole("button", { name: "Copy secret" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
  await sheet.getByRole("button", { name: "Done" }).click();
  await expect(sheet).toBeHidden();
  await expect(rowOf(page, "Production")).toContainText("Old secret works until");
  await expectSoundEverywhere(page);
  expect([(await complete(old.secret)).status, (await complete(secret)).status]).toEqual([200, 200]);

  await page.getByRole("link", { name: "Production" }).click();
  const secrets = page.getByRole("region", { name: "Secrets" });
  await expect(secrets).toContainText("Old secret works until");
  await expect
    .poll(async () => {
      await page.reload();
      return secrets.textContent();
    })
    .toContain("Last used");
  await expectSoundEverywhere(page);
  await secrets.getByRole("button", { name: "End now" }).click();
  const question = page.getByRole("alertdialog", { name: "End old secret of “Production”" });
  await expect(question).toContainText("Last used");
  await expectSoundEverywhere(page);
  await question.getByRole("button", { name: "End old secret" }).click();
  await expect(page.getByText("The old secret of “Production” has ended.")).toBeVisible();
  await expect(secrets).not.toContainText("Old secret");
  await expect(page.getByRole("region", { name: "History" })).toContainText("Secret rotated");
  await expect.poll(() => status(old.secret)).toBe(401);
  expect(await status(secret)).toBe(200);
  await page.goto("/account/security");
  await expect(page.getByText("Secret of a key rotated:")).toBeVisible();
});

test("rotating during an overlap names the secret that it ends", async ({ page, account }) => {
  const first = await makeKey(account, { name: "Twice" });
  const second = await rotateElsewhere(account, first.id, 24);
  const label = `${first.secret.slice(0, 12)}...${first.secret.slice(-3)}`;
  await page.goto(`/keys/${first.id}`);
  await page.getByRole("button", { name: "Rotate secret" }).click();
  const sheet = sheetOf(page, "Twice");
  await expect(sheet).toContainText(`Rotating now ends the old secret ${label} at once`);
  await sheet.getByRole("radio", { name: "End it now" }).check();
  await sheet.getByRole("button", { name: "Rotate secret" }).click();
  await expect(sheet).toContainText(`The old one has ended. The one before, ${label}, has ended.`);
  const third = (await sheet.getByLabel("API key").textContent())?.trim() ?? "";
  expect(
    await Promise.all([first.secret, second].map((secret) => expect.poll(() => status(secret)).toBe(401))),
  ).toHaveLength(2);
  expect(await status(third)).toBe(200);
  await sheet.getByLabel("I've saved it somewhere safe").check();
  await sheet.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("region", { name: "Secrets" })).not.toContainText("Old secret");
});

test("a form that was opened before another rotation is refused, and nothing is lost", async ({
  page,
  account,
}) => {
  const { id } = await makeKey(account, { name: "Stale" });
  await page.goto("/keys");
  await chooseForKey(page, "Stale", "Rotate secret");
  const sheet = sheetOf(page, "Stale");
  await expect(sheet.getByRole("radio", { name: "24 hours" })).toBeChecked();
  const secret = await rotateElsewhere(account, id, 1);
  await sheet.getByRole("button", { name: "Rotate secret" }).click();
  await expect(sheet.getByRole("alert")).toContainText("this key was rotated meanwhile");
  await expectSoundEverywhere(page);
  expect(await status(secret)).toBe(200);
  expect(await db().keySecret.count({ where: { keyId: id } })).toBe(2);
  await page.keyboard.press("Escape");
  await expect(sheet, "nothing to lose").toBeHidden();
});

test("a disabled key says why its secret can't be rotated", async ({ page, account }) => {
  const { id } = await makeKey(account, { name: "Off" });
  await page.goto(`/keys/${id}`);
  await chooseForKey(page, "Off", "Disable");
  const secrets = page.getByRole("region", { name: "Secrets" });
  await expect(secrets).toContainText("Enable the key to rotate its secret.");
  await expect(secrets.getByRole("button", { name: "Rotate secret" })).toHaveCount(0);
});
