import { origin } from "./support/product";
import { expect, expectSoundEverywhere, tabTo, test } from "./support/test";

const pages = [
  ["/", /./],
  ["/models", "Models"],
  ["/rankings", "Rankings"],
  ["/docs", /./],
  ["/legal/privacy", /./],
  ["/legal/terms", /./],
] as const;

for (const [path, heading] of pages) {
  test(`${path} has one title, one heading, and is accessible in every width and theme`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(heading);
    await expectSoundEverywhere(page);
  });
}

test("an unknown address says so, with a link to continue", async ({ page, quietConsole }) => {
  quietConsole.allow(/status of 404/);
  const response = await page.goto("/nowhere");
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
  await expectSoundEverywhere(page);
  await page.getByRole("link", { name: "Go to the homepage" }).click();
  await expect(page).toHaveURL(`${origin()}/`);
});

test("the gallery of development does not exist", async ({ request }) => {
  for (const path of ["/gallery", "/gallery/frames/app"]) {
    const response = await request.get(path);
    expect(response.status()).toBe(404);
  }
});

test("models can be searched, and a search without results links back", async ({ page }) => {
  await page.goto("/models");
  await expect(page.getByRole("row").filter({ hasText: "sandbox/magpie" }).first()).toBeVisible();
  await page.getByRole("searchbox").fill("heron");
  await page.getByRole("search").getByRole("button", { name: "Search" }).click();
  await expect(page.getByRole("row").filter({ hasText: "heron" }).first()).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "magpie" })).toHaveCount(0);
  await page.goto("/models?q=nothing-like-that");
  await expect(page.getByText("No models found")).toBeVisible();
});

test("the API reference shows every operation and names this server", async ({ page }) => {
  await page.goto("/docs");
  const main = page.getByRole("main");
  for (const path of ["/chat/completions", "/models", "/credits", "/keys", "/generation", "/activity"]) {
    await expect(main.getByText(path, { exact: false }).first()).toBeVisible();
  }
  await expect(main).toContainText(`${origin()}/api/v1`);
});

test("no link on a public page is broken", async ({ page }) => {
  const links = new Set<string>();
  for (const [path] of pages) {
    await page.goto(path);
    const found = await page
      .getByRole("link")
      .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
    for (const href of found) if (href.startsWith(origin())) links.add(href.split("#")[0] ?? href);
  }
  expect(links.size).toBeGreaterThan(5);
  for (const href of links) expect(`${(await fetch(href)).status} ${href}`).toBe(`200 ${href}`);
});

test("the skip link is the first focusable element and leads to the content", async ({ page }) => {
  await page.goto("/");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await tabTo(page, skip, 3);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});

test("liveness and readiness respond without a session", async () => {
  for (const path of ["/api/health", "/api/ready"]) {
    expect((await fetch(`${origin()}${path}`)).status).toBe(200);
  }
});

test("the legal pages promise nothing that the product does not do", async ({ page }) => {
  for (const path of ["/legal/privacy", "/legal/terms"]) {
    await page.goto(path);
    await expect(page.getByRole("main")).not.toContainText(
      /before they take effect|business days|forty-five|acknowledged|policy changes|as long as the law/,
    );
  }
});
