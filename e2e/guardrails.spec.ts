import OpenAI from "openai";
import { db } from "@/lib/db/client";
import { updatePrivacySettings } from "@/lib/privacy/update-privacy-settings";
import type { Locator } from "@playwright/test";
import { makeKey } from "./support/accounts";
import { client, complete } from "./support/calls";
import { asOwner } from "./support/owner";
import { origin } from "./support/product";
import { rowOf } from "./support/pages";
import { countSent } from "./support/sandbox";
import { expect, expectSoundEverywhere, tabTo, signedInTest as test } from "./support/test";

/** A key without guardrails has the form folded. */
const unfold = (guardrails: Locator) => guardrails.getByText("None · Edit").click();

const storedOf = async (id: string) =>
  db().apiKey.findUniqueOrThrow({
    where: { id },
    select: {
      allowedModels: true,
      allowedProviders: true,
      ignoredProviders: true,
      zeroRetentionOnly: true,
      denyCollection: true,
    },
  });

test("models are chosen by search, with the effect before saving, and the error of another model leads back here", async ({
  page,
  account,
}) => {
  const { id, secret } = await makeKey(account, { name: "Guarded" });
  await page.goto(`/keys/${id}`);
  const guardrails = page.getByRole("region", { name: "Guardrails" });
  const effect = guardrails.getByRole("status", { name: "Effect on models" });
  const save = guardrails.getByRole("button", { name: "Save guardrails" });
  await expect(save).toBeHidden();
  await unfold(guardrails);
  await expect(guardrails).toContainText("This key may use everything that your privacy settings allow.");
  await expect(effect).toHaveText(/^This key can use (\d+) of \1 models that your privacy settings allow\.$/);
  await expectSoundEverywhere(page);

  await guardrails.getByRole("radio", { name: /^Only chosen models/ }).check();
  await expect(effect).toContainText("This key could use 0 of");
  await expect(effect).toContainText("All its requests would be rejected.");
  await save.click();
  await expect(guardrails.getByRole("alert")).toContainText(
    "Choose at least one model, or allow all models.",
  );
  expect((await storedOf(id)).allowedModels).toEqual([]);

  const search = guardrails.getByRole("searchbox", { name: "Search models" });
  await search.fill("no such model");
  await expect(guardrails.getByText("No models found.")).toBeVisible();
  await search.fill("heron");
  await guardrails.getByRole("checkbox", { name: /^sandbox\/heron Sandbox: Heron$/ }).check();
  await search.fill("cormorant");
  await guardrails.getByRole("checkbox", { name: /^sandbox\/cormorant / }).check();
  await expect(guardrails.getByRole("checkbox", { name: /^sandbox\/heron / })).toHaveCount(0);
  await expect(guardrails.getByText("2 chosen, 1 found")).toBeVisible();
  await expect(effect).toContainText("This key could use 2 of");
  await expect(effect).toContainText(/No longer: .*sandbox\/wren/);
  await expectSoundEverywhere(page);
  const sent = await countSent();
  expect((await complete(secret, "Say hello", { model: "sandbox/wren" })).status, "not saved yet").toBe(200);
  await save.click();
  await expect(page.getByText(/^Saved\. Holds for requests since /)).toBeVisible();
  await expect(guardrails).toContainText("This key is limited further than your privacy settings.");
  await expect(effect).toContainText("This key can use 2 of");
  expect((await storedOf(id)).allowedModels.toSorted()).toEqual(["sandbox/cormorant", "sandbox/heron"]);

  const error: unknown = await client(secret)
    .chat.completions.create({ model: "sandbox/wren", messages: [{ role: "user", content: "Say hello" }] })
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(OpenAI.NotFoundError);
  const { message } = error as Error;
  expect(message).toContain("(Allowed models). Configure: ");
  expect(await countSent(), "only the request before").toBe(sent + 1);
  expect((await complete(secret)).status).toBe(200);
  await page.goto(new URL(message.split("Configure: ")[1] ?? "", origin()).href);
  await expect(guardrails.getByRole("checkbox", { name: /^sandbox\/heron Sandbox: Heron$/ })).toBeChecked();
  await expect(page.getByRole("region", { name: "History" })).toContainText(
    "Allowed models: sandbox/heron, sandbox/cormorant.",
  );
});

test("providers and data policies are narrowed in one save, and a tab that was left open loosens nothing", async ({
  page,
  context,
  account,
}) => {
  const { id, secret } = await makeKey(account, { name: "Guarded" });
  await updatePrivacySettings(account.actor, { trainPaid: true });
  const old = await context.newPage();
  await old.goto(`/keys/${id}`);
  await page.goto(`/keys/${id}`);
  const guardrails = page.getByRole("region", { name: "Guardrails" });
  const effect = guardrails.getByRole("status", { name: "Effect on models" });
  await unfold(guardrails);
  await unfold(old.getByRole("region", { name: "Guardrails" }));
  await expect(guardrails.getByRole("switch", { name: "Quarry" })).toHaveAccessibleDescription(
    "Does not train, keeps prompts for 30 days",
  );
  await guardrails.getByRole("switch", { name: "Quarry" }).uncheck();
  await guardrails.getByRole("switch", { name: "No training or publication" }).check();
  await expect(effect).toContainText(/No longer: .*sandbox\/magpie/);
  await guardrails.getByRole("switch", { name: "Zero data retention only" }).check();
  await guardrails.getByRole("button", { name: "Save guardrails" }).click();
  await expect(page.getByText(/^Saved\. Holds for requests since /)).toBeVisible();
  const saved = {
    allowedModels: [],
    allowedProviders: [],
    ignoredProviders: ["quarry"],
    zeroRetentionOnly: true,
    denyCollection: true,
  };
  expect(await storedOf(id)).toEqual(saved);
  const sent = await countSent();
  for (const request of [{ model: "sandbox/magpie" }, { provider: { only: ["quarry"] } }]) {
    const refused = await complete(secret, "Say hello", request);
    expect(refused.status).toBe(404);
    expect(JSON.stringify(refused.body)).toContain("your guardrail restrictions");
  }
  expect(await countSent()).toBe(sent);
  expect((await complete(secret)).body).toMatchObject({ provider: "Lantern" });

  await old.getByRole("switch", { name: "Lantern" }).uncheck();
  await old.getByRole("button", { name: "Save guardrails" }).click();
  await expect(old.getByText(/^Nothing was saved: this key was changed meanwhile/)).toBeVisible();
  await expect(old.getByRole("switch", { name: "Lantern" })).not.toBeChecked();
  expect(await storedOf(id)).toEqual(saved);

  // Only the ones that are turned on, from which nothing is left, and then one.
  await page.getByRole("radio", { name: /^Only the ones you turn on/ }).check();
  for (const name of ["Lantern", "Commons", "Harbour"])
    await guardrails.getByRole("switch", { name }).uncheck();
  await guardrails.getByRole("button", { name: "Save guardrails" }).click();
  await expect(guardrails.getByRole("alert")).toContainText("Choose at least one provider.");
  await guardrails.getByRole("switch", { name: "Lantern" }).check();
  await guardrails.getByRole("button", { name: "Save guardrails" }).click();
  await expect
    .poll(() => storedOf(id))
    .toEqual({ ...saved, allowedProviders: ["lantern"], ignoredProviders: [] });
});

test("guardrails are set from the keyboard alone, on a phone", async ({ page, account }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  const { id } = await makeKey(account, { name: "Guarded" });
  await page.goto(`/keys/${id}`);
  const guardrails = page.getByRole("region", { name: "Guardrails" });
  await tabTo(page, guardrails.locator("summary"));
  await page.keyboard.press("Enter");
  await tabTo(page, guardrails.getByRole("radio", { name: /^All models/ }));
  await page.keyboard.press("ArrowRight");
  const search = guardrails.getByRole("searchbox", { name: "Search models" });
  await tabTo(page, search);
  await page.keyboard.type("heron");
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(guardrails.getByRole("checkbox", { name: /^sandbox\/heron-large / })).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Space");
  await tabTo(page, guardrails.getByRole("switch", { name: "Zero data retention only" }));
  await page.keyboard.press("Space");
  await tabTo(page, guardrails.getByRole("button", { name: "Save guardrails" }));
  await page.keyboard.press("Enter");
  await expect(page.getByText(/^Saved\. Holds for requests since /)).toBeVisible();
  expect(await storedOf(id)).toMatchObject({ allowedModels: ["sandbox/heron"], zeroRetentionOnly: true });
});

test("an entry that left the catalog stays visible, and management keys have no guardrails", async ({
  page,
  account,
}) => {
  const { id } = await makeKey(account, { name: "Guarded" });
  const entries = { allowedModels: ["gone/model", "sandbox/heron"], ignoredProviders: ["gone"] };
  await db().apiKey.update({ where: { id }, data: entries, select: { id: true } });
  await page.goto(`/keys/${id}`);
  const guardrails = page.getByRole("region", { name: "Guardrails" });
  const gone = guardrails.getByRole("checkbox", { name: "gone/model Not in the catalog at the moment" });
  await expect(gone).toBeChecked();
  await guardrails.getByRole("switch", { name: "Zero data retention only" }).check();
  await guardrails.getByRole("button", { name: "Save guardrails" }).click();
  await expect.poll(() => storedOf(id)).toMatchObject({ ...entries, zeroRetentionOnly: true });

  await page.goto("/keys");
  await expect(rowOf(page, "Guarded"), "the list marks it").toContainText("Guardrails");
  await expectSoundEverywhere(page);

  const managing = await makeKey(account, { name: "Managing", kind: "management" });
  await page.goto(`/keys/${managing.id}`);
  await expect(page.getByRole("region", { name: "Settings" })).toBeVisible();
  await expect(guardrails).toHaveCount(0);
});

test("when the privacy settings or the people cannot be read, their parts say so and the rest of the page works", async ({
  page,
  account,
  quietConsole,
}) => {
  quietConsole.allow(/.*/);
  const { id } = await makeKey(account, { name: "Guarded" });
  await updatePrivacySettings(account.actor, { trainPaid: true });
  const { workspaceId } = account.actor;
  // Only the page's own statements about this workspace fail: nothing else of the product may notice.
  await asOwner(`
    create function reading_fails(id uuid, part text) returns boolean language plpgsql volatile as $$
    begin
      if id = '${workspaceId}' and current_query() like part then raise exception 'trouble'; end if;
      return true;
    end $$;
    alter table privacy_settings rename to privacy_settings_away;
    create view privacy_settings as
      select * from privacy_settings_away where reading_fails(workspace_id, '%"privacy_settings"."log_prompts"%');
    alter table members rename to members_away;
    create view members as
      select * from members_away where reading_fails(workspace_id, '%"members"."user_id" IN (%');
    grant all on privacy_settings, members to public`);
  try {
    await page.goto(`/keys/${id}`);
    const guardrails = page.getByRole("region", { name: "Guardrails" });
    await expect(guardrails.getByRole("alert")).toContainText("The guardrails couldn't be loaded");
    await expect(guardrails.getByRole("button", { name: "Save guardrails" })).toHaveCount(0);
    const settings = page.getByRole("region", { name: "Settings" });
    await expect(settings.getByRole("alert")).toContainText("The settings couldn't be loaded");
    await expect(page.getByText("No requests with this key in the last 30 days.")).toBeVisible();
    await expectSoundEverywhere(page);
  } finally {
    await asOwner(`
      drop view privacy_settings;
      alter table privacy_settings_away rename to privacy_settings;
      drop view members;
      alter table members_away rename to members;
      drop function reading_fails`);
  }
  await page.getByRole("region", { name: "Guardrails" }).getByRole("button", { name: "Try again" }).click();
  await unfold(page.getByRole("region", { name: "Guardrails" }));
  await expect(page.getByRole("button", { name: "Save guardrails" })).toBeVisible();
});

test("a member reads what an owner set, and cannot loosen it", async ({ page, account }) => {
  const { id } = await makeKey(account, { name: "Set", guardrails: { zeroRetentionOnly: true } });
  const { workspaceId, userId } = account.actor;
  await db().member.updateMany({ where: { workspaceId, userId }, data: { role: "member" } });
  await page.goto(`/keys/${id}`);
  const guardrails = page.getByRole("region", { name: "Guardrails" });
  await expect(guardrails.getByRole("list", { name: "Set by an owner or admin" })).toHaveText(
    "An owner or admin turned on “Zero data retention only”. Only owners and admins of this workspace can turn it off.",
  );
  await expectSoundEverywhere(page);
  await guardrails.getByRole("switch", { name: "Zero data retention only" }).click();
  await expect(guardrails.getByRole("status", { name: "Effect on models" })).toContainText(
    "This can’t be saved.",
  );
  await guardrails.getByRole("button", { name: "Save guardrails" }).click();
  await expect(guardrails.getByRole("alert")).toContainText("Only owners and admins of this workspace can");
  expect((await storedOf(id)).zeroRetentionOnly).toBe(true);
});

test("on the narrowest screen, every choice of a new key's expiry is in view", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 700 });
  await page.goto("/keys?kind=inference&new=1");
  const expires = page.getByRole("dialog", { name: "Create key" }).getByRole("group", { name: "Expires" });
  await expect(expires).toBeVisible();
  const cut = await expires.evaluate((element) => element.scrollWidth - element.clientWidth);
  expect(cut).toBeLessThanOrEqual(0);
});
