import type { Locator, Page } from "@playwright/test";
import { goTo } from "./support/pages";
import { expect, expectSound, loadMark, signedInTest as test } from "./support/test";

test("without a connection the page stays and says how old it is", async ({
  page,
  context,
  quietConsole,
}) => {
  quietConsole.allow(/ERR_INTERNET_DISCONNECTED|Failed to fetch|NetworkError/);
  await page.goto("/account");
  const mark = await loadMark(page);
  await context.setOffline(true);
  const bar = page.getByRole("status").filter({ hasText: "Offline." });
  await expect(bar).toContainText(/Showing data from \d{1,2}:\d\d [AP]M\./);
  await mainLink(page, "Keys").click();
  await expect(bar).toContainText("Pages and changes need a connection.");
  await page.keyboard.press("g");
  await page.keyboard.press("k");
  await expect(page.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();
  await expectSound(page);
  await context.setOffline(false);
  await expect(bar).toHaveCount(0);
  await goTo(page, "Keys");
  expect(await loadMark(page)).toBe(mark);
});

test("a form in a sheet that is submitted without a connection says so in the sheet", async ({
  page,
  context,
  quietConsole,
}) => {
  quietConsole.allow(/ERR_INTERNET_DISCONNECTED|Failed to fetch|NetworkError/);
  await page.goto("/credits?add=10");
  const pay = page.getByRole("dialog", { name: "Add credits" }).getByRole("button", { name: "Pay $10.80" });
  await expect(pay).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByText(/^Offline\./)).toBeVisible();
  await pay.click();
  const error = page.getByRole("alert").filter({ hasText: "The server can't be reached." });
  await expect(error).toBeVisible();
  await expect(error).toBeFocused();
  await context.setOffline(false);
  await expect(page.getByText(/^Offline\./)).toHaveCount(0);
  await pay.click();
  await expect(page.getByRole("heading", { name: "Pay $10.80" })).toBeVisible();
});

test("while the server is away a link leaves the page in place, and works once it is back", async ({
  page,
  quietConsole,
}) => {
  quietConsole.allow(/Failed to load resource/);
  await page.goto("/account");
  const mark = await loadMark(page);
  const isAnyOfOurs = (url: URL) => url.pathname === "/api/health" || url.searchParams.has("_rsc");
  await page.route(isAnyOfOurs, (route) => route.abort("connectionrefused"));
  const bar = page.getByRole("status").filter({ hasText: "The server can't be reached. Trying again." });
  await mainLink(page, "Keys").hover();
  await expect(bar).toContainText(/Showing data from \d{1,2}:\d\d [AP]M\./);
  await mainLink(page, "Keys").click();
  await expect(bar).toContainText("Pages and changes need a connection.");
  await expect(page.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();
  await expectSound(page);
  await page.unrouteAll();
  await expect(bar).toHaveCount(0);
  await goTo(page, "Keys");
  expect(await loadMark(page)).toBe(mark);
});

test("a form that gets no response says so, and keeps the page and what was typed", async ({
  page,
  quietConsole,
}) => {
  quietConsole.allow(/Failed to load resource/);
  await page.goto("/account");
  const mark = await loadMark(page);
  const form = page.getByRole("form", { name: "Profile" });
  const name = form.getByLabel("Name");
  const save = () => form.getByRole("button", { name: "Save profile" }).click();
  await name.fill("Ada");
  await page.route("**/account", (route) =>
    route.request().method() === "POST" ? route.abort() : route.fallback(),
  );
  await save();
  await expect(form.getByRole("alert")).toContainText("The server can't be reached.");
  await expect(name).toHaveValue("Ada");
  await expectSound(page);
  await page.unroute("**/account");

  // A new version of the product does not know the actions of a page that was loaded before.
  await page.route("**/account", (route) => {
    const headers = route.request().headers();
    return route.continue(headers["next-action"] ? { headers: { ...headers, "next-action": "0" } } : {});
  });
  await save();
  await expect(form.getByRole("alert")).toContainText("This page is from an earlier version.");
  await expect(name).toHaveValue("Ada");
  await page.unroute("**/account");

  await save();
  await expect(form.getByRole("alert")).toHaveCount(0);
  expect(await loadMark(page)).toBe(mark);
  await page.reload();
  await expect(name).toHaveValue("Ada");
});

function mainLink(page: Page, name: string): Locator {
  return page.getByRole("navigation", { name: "Main" }).getByRole("link", { name, exact: true });
}
