import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { db } from "@/lib/db/client";
import { updatePrivacySettings } from "@/lib/privacy/update-privacy-settings";
import { makeKey } from "./support/accounts";
import { complete } from "./support/calls";
import { expect, expectFieldError, expectSoundEverywhere, signedInTest as test } from "./support/test";

type Body = { readonly id: string };

test("stored content is found by its ID, exported whole, and deleted by days once its number was typed", async ({
  page,
  account,
}) => {
  const { workspaceId } = account.actor;
  const { secret } = await makeKey(account);
  await updatePrivacySettings(account.actor, { logPrompts: true });
  const ids: string[] = [];
  for (const text of ["One", "Two", "Three"]) ids.push(((await complete(secret, text)).body as Body).id);
  const countStored = () => db().promptLog.count({ where: { workspaceId } });
  await expect.poll(countStored).toBe(3);
  const rowOf = () => page.getByRole("region", { name: "Stored content" }).getByRole("row");

  await page.goto("/privacy");
  const stored = page.getByRole("region", { name: "Stored content" });
  await stored.getByLabel("Generation ID").fill(ids[1] ?? "");
  await stored.getByRole("button", { name: "Find" }).click();
  await expect(rowOf()).toHaveCount(2);
  await stored.getByRole("table").getByRole("link").click();
  const sheet = page.getByRole("dialog", { name: "Stored content" });
  await expect(sheet).toContainText("Two");
  await expect(sheet).toContainText("finish_reason");
  await page.goto(`/privacy?find=gen-1234567890-${"0".repeat(22)}`);
  await expect(stored).toContainText("No stored content has this generation ID.");

  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  await page.goto("/privacy");
  await stored.getByLabel("From", { exact: true }).fill(day(-2));
  await stored.getByLabel("To", { exact: true }).fill(day(2));
  await stored.getByLabel("To", { exact: true }).press("Enter");
  await expect(stored).toContainText("These days: 3 requests.");
  await expectSoundEverywhere(page);
  const downloading = page.waitForEvent("download");
  await stored.getByRole("link", { name: "Export these days" }).click();
  const text = readFileSync(await (await downloading).path(), "utf8");
  const lines = text.trimEnd().split("\n");
  expect(lines.slice(0, 3).map((line) => (JSON.parse(line) as Body).id)).toEqual(ids);
  const sha256 = createHash("sha256")
    .update(text.slice(0, text.lastIndexOf("{")))
    .digest("hex");
  expect(JSON.parse(lines[3] ?? "")).toEqual({ end: true, rows: 3, unreadable: 0, sha256 });

  await db().promptLog.deleteMany({ where: { workspaceId, generationId: await oldest(workspaceId) } });
  await stored.getByRole("button", { name: "Delete these days" }).click();
  const dialog = page.getByRole("alertdialog");
  await dialog.getByLabel(/to confirm/).fill("delete 3");
  await dialog.getByRole("button", { name: "Delete 3 requests" }).click();
  await expectFieldError(dialog.getByLabel(/to confirm/), /2 requests. To confirm/);
  expect(await countStored()).toBe(2);
  await dialog.getByLabel("Type “delete 2” to confirm").fill("delete 2");
  await dialog.getByRole("button", { name: "Delete 2 requests" }).click();
  await expect(dialog).toBeHidden();
  await expect(stored).toContainText("No content is stored of requests on these days.");
  expect(await countStored()).toBe(0);
});

async function oldest(workspaceId: string): Promise<string> {
  const row = await db().promptLog.findFirstOrThrow({
    where: { workspaceId },
    orderBy: { generationId: "asc" },
    select: { generationId: true },
  });
  return row.generationId;
}
