import type { Locator, Page } from "@playwright/test";
import { startPurchase } from "@/lib/billing/start-purchase";
import { db } from "@/lib/db/client";
import { updatePrivacySettings } from "@/lib/privacy/update-privacy-settings";
import { type Account, makeAccount, makeKey, makeSession } from "./support/accounts";
import { callApi, complete } from "./support/calls";
import { chooseForKey, dollars } from "./support/pages";
import { origin, sessionCookie } from "./support/product";
import { expect, test } from "./support/test";

type Tenant = {
  readonly account: Account;
  readonly session: string;
  readonly key: { readonly id: string; readonly hash: string; readonly secret: string };
  readonly management: string;
  readonly generation: string;
  readonly purchaseId: string;
};

let ada: Tenant;
let eve: Tenant;

test.beforeAll(async () => {
  ada = await makeTenant("ada");
  eve = await makeTenant("eve");
});

/** One record of every kind that a workspace can own. */
async function makeTenant(name: string): Promise<Tenant> {
  const account = await makeAccount({ name, credits: "10" });
  const key = await makeKey(account, { name: `${name} key` });
  const { secret: management } = await makeKey(account, { name: `${name} tool`, kind: "management" });
  const saved = await updatePrivacySettings(account.actor, { logPrompts: true });
  if (!saved.ok) throw new Error(saved.code);
  const answer = await complete(key.secret, "Say hello", { user: `${name}-customer` });
  const { workspaceId } = account.actor;
  // Content is stored after the response, by a separate queue.
  await expect.poll(() => db().promptLog.count({ where: { workspaceId } })).toBe(1);
  const purchase = await startPurchase(account.actor, { creditsNanos: dollars("10") });
  if (!purchase.ok) throw new Error(purchase.code);
  return {
    account,
    session: await makeSession(account),
    key,
    management,
    generation: (answer.body as { id: string }).id,
    purchaseId: purchase.value.purchaseId,
  };
}

async function asTenant(page: Page, tenant: Tenant): Promise<void> {
  await page.context().addCookies([{ name: sessionCookie(), value: tenant.session, url: origin() }]);
}

/** Status and text of a page or route for a tenant's browser; null is an anonymous one. */
async function read(path: string, tenant: Tenant | null): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${origin()}${path}`, {
    headers: tenant ? { cookie: `${sessionCookie()}=${tenant.session}` } : {},
    redirect: "manual",
  });
  return { status: answer.status, text: await answer.text() };
}

test("pages with another tenant's id show nothing of it, and its owner still has access", async () => {
  const addresses: readonly (readonly [string, RegExp])[] = [
    [`/keys/${ada.key.id}`, /ada key/],
    [`/keys/${ada.key.hash}`, /ada key/],
    [`/activity?generation=${ada.generation}`, /ada-customer/],
    [`/activity?key=${ada.key.id}`, /ada key/],
    [`/credits?purchase=${ada.purchaseId}`, new RegExp(ada.purchaseId)],
    [`/credits?cancelled=${ada.purchaseId}`, /been paid yet/],
    [`/credits?tab=purchases&cursor=${ada.purchaseId}`, />Purchases</],
  ];
  for (const [address, mark] of addresses) {
    const own = await read(address, ada);
    expect(`${own.status} ${mark.test(own.text)} ${address}`).toBe(`200 true ${address}`);
    const foreign = await read(address, eve);
    expect(foreign.text).not.toMatch(/ada key|ada-customer|ada-[0-9a-f]{8}@/);
    expect(foreign.text).not.toContain("been paid yet");
    const nobody = await read(address, null);
    expect(nobody.text).not.toMatch(/ada key|ada-customer|ada-[0-9a-f]{8}@/);
  }
  for (const address of [
    `/keys/${ada.key.id}`,
    `/keys/${ada.key.hash}`,
    `/logs?api_key_hash=${ada.key.hash}`,
    "/logs?api_key_hash=x",
    `/logs?api_key_hash=${"f".repeat(64)}`,
  ]) {
    expect((await read(address, eve)).text).toContain("Page not found");
  }
});

test("OpenRouter's address of the feed keeps its filter by key", async ({ page }) => {
  await asTenant(page, ada);
  await page.goto(`/logs?api_key_hash=${ada.key.hash}`);
  await expect(page).toHaveURL(new RegExp(`/activity\\?key=${ada.key.id}$`));
  await page.goto("/logs");
  await expect(page).toHaveURL(/\/activity$/);
});

test("dashboard routes return 404 or nothing for another tenant's ids, and 401 without a session", async () => {
  const routes: readonly (readonly [string, number, RegExp])[] = [
    [`/api/dashboard/purchases/${ada.purchaseId}`, 404, /"state"/],
    [`/api/dashboard/activity/export?key=${ada.key.id}`, 200, /sandbox\/heron/],
    [`/api/dashboard/activity/chart?key=${ada.key.id}&group=key`, 200, /ada key/],
    ["/api/dashboard/keys", 200, /ada key/],
    [`/api/dashboard/keys/${ada.key.id}`, 404, /"spend"/],
    ["/api/dashboard/activity/latest", 200, /"changeToken"/],
    [`/api/dashboard/activity/new?key=${ada.key.id}`, 200, /ada-customer/],
    ["/api/dashboard/checklist", 200, /"keyMade":true/],
  ];
  for (const [route, foreignStatus, mark] of routes) {
    const own = await read(route, ada);
    expect(`${own.status} ${mark.test(own.text)} ${route}`).toBe(`200 true ${route}`);
    const foreign = await read(route, eve);
    expect(`${foreign.status} ${route}`).toBe(`${foreignStatus} ${route}`);
    expect(foreign.text).not.toMatch(/ada key|ada-customer|ada-[0-9a-f]{8}@/);
    if (route.includes(ada.key.id)) expect(foreign.text).not.toContain("sandbox/heron");
    expect(`${(await read(route, null)).status} ${route}`).toBe(`401 ${route}`);
  }
});

test("forms with another tenant's id change nothing", async ({ page }) => {
  await asTenant(page, eve);
  const gone = page.getByText("That doesn't exist, or it has been deleted.");
  await page.goto("/keys");
  await chooseForKey(page, "eve key", "Edit");
  const edit = page.getByRole("dialog");
  await forge(edit.getByRole("form"), "keyId", ada.key.id);
  await edit.getByLabel("Name").fill("taken");
  await edit.getByRole("button", { name: "Save key" }).click();
  await expect(gone).toBeVisible();

  await page.goto("/account/security");
  await makeSession(eve.account);
  await page.reload();
  const sessions = await db().session.findMany({
    where: { userId: ada.account.actor.userId },
    select: { publicId: true },
  });
  const row = page.getByRole("table", { name: "Your sessions" }).getByRole("form").first();
  await forge(row, "sessionId", sessions[0]?.publicId ?? "");
  await row.getByRole("button").click();
  await expect(page.getByText("That session has already ended.").first()).toBeVisible();

  const kept = await db().apiKey.findUniqueOrThrow({
    where: { id: ada.key.id },
    select: { name: true, disabledAt: true, deletedAt: true },
  });
  expect(kept).toEqual({ name: "ada key", disabledAt: null, deletedAt: null });
  expect((await read("/account", ada)).status).toBe(200);
  expect((await complete(ada.key.secret)).status).toBe(200);
});

test("stored content of another workspace cannot be deleted", async ({ page }) => {
  const { workspaceId } = ada.account.actor;
  const stored = await db().promptLog.findFirstOrThrow({
    where: { workspaceId },
    select: { generationId: true },
  });
  const before = await db().promptLog.count({ where: { workspaceId } });
  await asTenant(page, eve);
  await page.goto("/privacy");
  await page.getByRole("button", { name: "Delete", exact: true }).first().click();
  const dialog = page.getByRole("alertdialog");
  await forge(dialog.getByRole("button", { name: "Delete content" }), "generationId", stored.generationId);
  const answered = page.waitForResponse((answer) => answer.request().method() === "POST");
  await dialog.getByRole("button", { name: "Delete content" }).click();
  await answered;
  expect(await db().promptLog.count({ where: { workspaceId } })).toBe(before);
});

test("the API returns 404 for another tenant's generation and keys, and lists none of them", async () => {
  const path = `/keys/${ada.key.hash}`;
  const foreign = [
    await callApi(`/generation?id=${ada.generation}`, { secret: eve.key.secret }),
    await callApi(path, { secret: eve.management }),
    await callApi(path, { method: "PATCH", secret: eve.management, body: { disabled: true } }),
    await callApi(path, { method: "DELETE", secret: eve.management }),
  ];
  expect(foreign.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  expect(JSON.stringify(foreign.map(({ body }) => body))).not.toMatch(/ada key|sk-or-v1-/);

  const list = await callApi("/keys", { secret: eve.management });
  expect(JSON.stringify(list.body)).toContain("eve key");
  expect(JSON.stringify(list.body)).not.toContain("ada key");
  const credits = await callApi("/credits", { secret: eve.management });
  expect(credits.body).toMatchObject({ data: { total_credits: 10 } });

  expect((await callApi(`/generation?id=${ada.generation}`, { secret: ada.key.secret })).status).toBe(200);
  expect((await callApi(path, { secret: ada.management })).status).toBe(200);
});

/** Puts another tenant's value into a hidden field of one's own form, given the form or a button in it. */
async function forge(within: Locator, field: string, value: string): Promise<void> {
  const isDone = await within.evaluate(
    (element, [name, text]) => {
      const form = element instanceof HTMLFormElement ? element : element.closest("form");
      const control = form?.elements.namedItem(name ?? "");
      if (!(control instanceof HTMLInputElement)) return false;
      control.value = text ?? "";
      return true;
    },
    [field, value],
  );
  expect(isDone).toBe(true);
}
