import { db } from "@/lib/db/client";
import { makeAccount, makeKey } from "./support/accounts";
import { callApi, complete } from "./support/calls";
import { linkIn, mailTo } from "./support/product";
import { inboxOf } from "./support/sandbox";
import { expect, expectSoundEverywhere, test } from "./support/test";

test("the mail about a new key stops the key without a session, and only with the button", async ({
  page,
  quietConsole,
}) => {
  quietConsole.allow(/sandboxed/);
  const owner = await makeAccount({ name: "owner", credits: "1" });
  const { secret: managing } = await makeKey(owner, { kind: "management" });
  const created = await callApi("/keys", { secret: managing, method: "POST", body: { name: "Stolen" } });
  expect(created.status).toBe(201);
  const { key: secret } = created.body as { key: string };
  const mail = await mailTo(owner.email, /^API key created: Stolen$/);
  expect(mail.text).toContain("Created with: A management key\nNetwork: Local network\n");
  const link = linkIn(mail);

  // The HTML part in the inbox has the same link.
  await page.goto(inboxOf(owner.email));
  await page.getByRole("link", { name: "API key created: Stolen" }).click();
  const button = page.frameLocator("iframe").getByRole("link", { name: "Disable this key" });
  await expect(button).toHaveAttribute("href", link);

  // Scanners of mails open links, with any method that is meant to be safe, and show no one what is there.
  for (const method of ["GET", "HEAD", "GET"]) {
    const response = await page.request.fetch(link, { method });
    expect(response.status()).toBe(200);
    expect(response.headers()["referrer-policy"]).toBe("no-referrer");
  }
  expect((await complete(secret)).status).toBe(200);

  await page.goto(link);
  await expect(page.getByRole("heading", { name: "Disable this API key?" })).toBeVisible();
  await expect(page.getByRole("main")).toContainText("Stolen");
  await expectSoundEverywhere(page);
  await page.getByRole("button", { name: "Disable key" }).click();
  await expect(page.getByRole("heading", { name: "The key is disabled" })).toBeVisible();
  expect((await complete(secret)).status).toBe(401);
  const { workspaceId } = owner.actor;
  const entries = () => db().auditEvent.count({ where: { workspaceId, action: "key.changed" } });
  expect(await entries()).toBe(1);

  // The link again: nothing is left to do.
  await page.goto(link);
  await expect(page.getByRole("heading", { name: "The key is disabled" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Disable key" })).toHaveCount(0);
  await expectSoundEverywhere(page);
  expect(await entries()).toBe(1);
});

test("a forged link shows nothing about any key", async ({ page }) => {
  const { email } = await makeAccount({ name: "owner" });
  await page.goto(`/disable-key?token=${"A".repeat(72)}.${"A".repeat(43)}`);
  await expect(page.getByRole("heading", { name: "This link doesn't work" })).toBeVisible();
  await expect(page.getByRole("main")).not.toContainText(email);
  await expectSoundEverywhere(page);
});
