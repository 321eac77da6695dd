import type { Page } from "@playwright/test";
import { db } from "@/lib/db/client";
import { rotateKey } from "@/lib/keys/rotate-key";
import { updateKey } from "@/lib/keys/update-key";
import { defaultFormats } from "@/lib/kernel/format";
import { unknownOrigin } from "@/lib/kernel/network";
import { type Account, makeAccount, makeKey } from "./support/accounts";
import { callApi, complete } from "./support/calls";
import { chooseForKey, dollars, rowOf } from "./support/pages";
import { whileOldSecretUseIsAway } from "./support/trouble";
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

/** When the old secret of a key ends, as the console writes it. */
async function endOf({ actor: { workspaceId: id } }: Account, keyId: string): Promise<string> {
  const { timeZone } = await db().workspace.findUniqueOrThrow({ where: { id }, select: { timeZone: true } });
  const where = { keyId, expiresAt: { not: null } };
  const { expiresAt } = await db().keySecret.findFirstOrThrow({ where, select: { expiresAt: true } });
  return `${defaultFormats.shortMoment(expiresAt ?? new Date(0), timeZone)} ${timeZone}`;
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
  await expect(sheet.getByRole("status").filter({ hasText: "New secret" })).toContainText(
    `The old one works until ${await endOf(account, old.id)}.`,
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
    .toMatch(/Old secret last used(just now|\d+ (s|min) ago)/);
  await expectSoundEverywhere(page);
  await secrets.getByRole("button", { name: "End old secret" }).click();
  const question = page.getByRole("alertdialog", { name: "End old secret of “Production”" });
  await expect(question).toContainText("Last used");
  await expectSoundEverywhere(page);
  await question.getByRole("button", { name: "End old secret" }).click();
  await expect(page.getByText("The old secret of “Production” has ended.")).toBeVisible();
  await expect(secrets).not.toContainText("Old secret");
  await expect(secrets.getByRole("heading"), "its button has gone").toBeFocused();
  await expect(page.getByRole("region", { name: "History" })).toContainText(
    "Secret rotated with an overlap of 7 days",
  );
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
  await expect(sheet).toHaveAccessibleDescription(
    new RegExp(`Both secrets count toward the same limit.*Rotating now ends the old secret ${label} at once`),
  );
  await sheet.getByRole("radio", { name: "No overlap: end it now" }).check();
  await sheet.getByRole("button", { name: "Rotate secret" }).click();
  await expect(sheet).toContainText(`The old one has ended. An earlier secret, ${label}, was also ended.`);
  const third = (await sheet.getByLabel("API key").textContent())?.trim() ?? "";
  for (const secret of [first.secret, second]) await expect.poll(() => status(secret)).toBe(401);
  expect(await status(third)).toBe(200);
  await page.keyboard.press("Escape");
  const question = page.getByRole("alertdialog", { name: "Close without copying?" });
  await expect(question).toContainText("No other secret of this key works: rotate again.");
  await question.getByRole("button", { name: "Keep open" }).click();
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

test("a disabled key is offered no overlap, and says that it stays disabled", async ({ page, account }) => {
  const { id, secret: old } = await makeKey(account, { name: "Off" });
  await page.goto(`/keys/${id}`);
  await chooseForKey(page, "Off", "Disable");
  await expect(page.getByText("Key “Off” is disabled.")).toBeVisible();
  await page.getByRole("button", { name: "Rotate secret" }).click();
  const sheet = sheetOf(page, "Off");
  await expect(sheet).toHaveAccessibleDescription(
    /The key stays disabled. No old secret will work when you enable it again./,
  );
  await expect(sheet.getByRole("radio")).toHaveCount(0);
  await expect(sheet.locator("input[name=overlapHours]")).toHaveValue("0");
  await expectSoundEverywhere(page);
  await sheet.getByRole("button", { name: "Rotate secret" }).click();
  const secret = (await sheet.getByLabel("API key").textContent())?.trim() ?? "";
  expect(await status(secret), "it stays disabled").toBe(401);
  await updateKey(account.actor, { id }, { disabled: false });
  expect([await status(secret), await status(old)]).toEqual([200, 401]);
});

test("the focus returns to a key's menu when its old secret has ended", async ({ page, account }) => {
  const { id } = await makeKey(account, { name: "Ending" });
  await rotateElsewhere(account, id, 24);
  await page.goto("/keys");
  await expect(rowOf(page, "Ending")).toContainText(`Old secret works until ${await endOf(account, id)}`);
  await chooseForKey(page, "Ending", "End old secret");
  await page.getByRole("alertdialog").getByRole("button", { name: "End old secret" }).click();
  await expect(rowOf(page, "Ending")).not.toContainText("Old secret");
  await expect(page.getByRole("button", { name: "Actions for Ending" })).toBeFocused();
});

test("rotation is not offered where it would be refused, and the page says why", async ({
  page,
  account,
}) => {
  const { workspaceId } = account.actor;
  const { actor: other } = await makeAccount();
  await db().member.create({ data: { workspaceId, userId: other.userId, role: "admin" } });
  const { id } = await makeKey(account, { name: "Theirs", kind: "management" });
  await rotateElsewhere(account, id, 24);
  await db().apiKey.update({ where: { id }, data: { creatorUserId: other.userId } });
  const secrets = page.getByRole("region", { name: "Secrets" });
  await page.goto(`/keys/${id}`);
  await expect(secrets).toContainText("Only its creator can rotate a management key");
  await expect(secrets.getByRole("button"), "the old one can be ended").toHaveText(["End old secret"]);
  await page.getByRole("button", { name: "Actions for Theirs" }).click();
  await expect(page.getByRole("menuitem", { name: "End old secret" })).toBeVisible();
  await expect(page.getByRole("menuitem", { name: "Rotate secret" })).toHaveCount(0);

  const { id: left } = await makeKey(account, { name: "Left" });
  await rotateElsewhere(account, left, 24);
  await db().apiKey.update({ where: { id: left }, data: { creatorUserId: other.userId } });
  await page.goto(`/keys/${left}`);
  await expect(secrets).toContainText("Old secret works until");
  await expect(secrets.getByRole("button")).toHaveText(["Rotate secret", "End old secret"]);
  const where = { workspaceId, userId: other.userId };
  await db().member.updateMany({ where, data: { removedAt: new Date() } });
  await page.reload();
  await expect(secrets).toContainText("This key stopped working when its creator left the workspace.");
  await expect(secrets).toContainText("Old secret ends");
  await expect(secrets.getByRole("button")).toHaveText(["End old secret"]);
});

test("when the response to a rotation is lost, the form says what to do", async ({
  page,
  account,
  quietConsole,
}) => {
  quietConsole.allow(/Failed to load resource/);
  const { id } = await makeKey(account, { name: "Lost" });
  await page.goto("/keys");
  await chooseForKey(page, "Lost", "Rotate secret");
  const sheet = sheetOf(page, "Lost");
  await page.route("**/keys", async (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    await route.fetch();
    await route.abort("connectionreset");
  });
  await sheet.getByRole("button", { name: "Rotate secret" }).click();
  await expect(sheet.getByRole("alert")).toContainText(
    "The server's response was lost. The secret may have been rotated: reload the page to see, and rotate again if the new secret was lost.",
  );
  await expect(sheet.getByRole("radio", { name: "24 hours" })).toBeChecked();
  await page.unroute("**/keys");
  await sheet.getByRole("button", { name: "Rotate secret" }).click();
  await expect(sheet.getByRole("alert")).toContainText("this key was rotated meanwhile");
  expect(await db().keySecret.count({ where: { keyId: id } })).toBe(2);
});

test("an old secret that can't be read says so in place, and a rotation warns of it", async ({
  page,
  account,
}) => {
  const { id } = await makeKey(account, { name: "Unread" });
  await rotateElsewhere(account, id, 24);
  const { label } = await db().apiKey.findUniqueOrThrow({ where: { id }, select: { label: true } });
  const secrets = page.getByRole("region", { name: "Secrets" });
  const alert = secrets.getByRole("alert");
  await whileOldSecretUseIsAway(async () => {
    await page.goto(`/keys/${id}`);
    await expect(alert).toContainText("The old secret couldn't be loaded");
    await expect(alert).toContainText(/Request req_[\w-]{16}/);
    await expect(secrets).toContainText(`Current secret${label}`);
    await expectSoundEverywhere(page);
    await secrets.getByRole("button", { name: "Rotate secret" }).click();
    await expect(sheetOf(page, "Unread")).toHaveAccessibleDescription(
      /If another old secret still works, it ends now./,
    );
    await page.keyboard.press("Escape");
  });
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(alert).toBeHidden();
  await expect(secrets).toContainText("Old secret works until");
});

test("a button whose dialog is still loading says so, and one that can't be loaded too", async ({
  page,
  account,
  context,
  quietConsole,
}) => {
  quietConsole.allow(/Failed to load resource/);
  const { id } = await makeKey(account, { name: "Slow" });
  let release = () => {};
  await page.goto(`/keys/${id}`);
  const rotate = page.getByRole("button", { name: "Rotate secret" });
  // Toasts are loaded with the first press.
  const notices = page.getByRole("region", { name: "Notifications" });
  await expect(async () => {
    await page.keyboard.press("Shift");
    await expect(notices).toBeAttached({ timeout: 1_000 });
  }).toPass();
  await context.setOffline(true);
  await rotate.click();
  await expect(notices.getByText("Couldn't open the dialog")).toBeVisible();
  await expect(rotate).not.toHaveAttribute("aria-busy");
  await context.setOffline(false);

  const hold = async () => {
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route("**/_next/static/**", async (route) => {
      await held;
      await route.fallback();
    });
  };
  await hold();
  await rotate.click();
  await expect(rotate).toHaveAttribute("aria-busy", "true");
  release();
  await expect(sheetOf(page, "Slow")).toBeVisible();
  await expect(rotate).not.toHaveAttribute("aria-busy");

  await page.unroute("**/_next/static/**");
  await page.goto("/keys");
  await hold();
  await chooseForKey(page, "Slow", "Edit");
  const trigger = page.getByRole("button", { name: "Actions for Slow" });
  await expect(trigger).toHaveAttribute("aria-busy", "true");
  release();
  await expect(page.getByRole("dialog", { name: "Edit key “Slow”" })).toBeVisible();
});
