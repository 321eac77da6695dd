import { origin } from "./support/product";
import { expect, expectSoundEverywhere, signedInTest, tabTo, test } from "./support/test";

const pages = [
  ["/", /./],
  ["/models", "Models"],
  ["/models/sandbox/heron", "Sandbox: Heron"],
  ["/rankings", "Rankings"],
  ["/docs", /./],
  ["/legal/privacy", /./],
  ["/legal/terms", /./],
  ["/security", "Security"],
] as const;

for (const [path, heading] of pages) {
  test(`${path} has one title, one heading, and is accessible in every width and theme`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toHaveCount(1);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(heading);
    await expectSoundEverywhere(page);
  });
}

test("an unknown address says so inside the frame, with a search and links to continue", async ({
  page,
  quietConsole,
}) => {
  quietConsole.allow(/status of 404/);
  const response = await page.goto("/nowhere");
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
  await expect(page.getByRole("banner").getByRole("link", { name: "Sign up" })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Other pages" }).getByRole("link")).toHaveCount(3);
  await expectSoundEverywhere(page);
  await page.getByRole("searchbox", { name: "Search models" }).fill("wren");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL(/\/models\?q=wren$/);
  await expect(page.getByRole("rowheader")).toHaveText([/wren/, /wren/]);
  expect((await page.request.get("/models/sandbox/nothing")).status()).toBe(404);
});

test("the gallery of development does not exist", async ({ request }) => {
  for (const path of ["/gallery", "/gallery/frames/app"]) {
    const response = await request.get(path);
    expect(response.status()).toBe(404);
  }
});

test("models are filtered and sorted by the address, and a filter can be removed", async ({ page }) => {
  await page.goto("/models");
  const models = page.getByRole("main").getByRole("rowheader").filter({ hasText: "sandbox/" });
  await page.getByLabel("Model", { exact: true }).fill("heron");
  await page.getByLabel("Zero data retention").check();
  await page.getByLabel("Sort by").selectOption("Lowest input price");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/zdr=on/);
  await expect(models).toHaveText([/heron$/, /heron-large$/]);
  // Only the provider that keeps nothing counts: the cheaper one of the two is not shown.
  await expect(page.getByRole("row").filter({ hasText: "sandbox/heron" }).first()).toContainText("$0.60");
  await page.getByRole("link", { name: "Remove filter Retention: zero" }).click();
  await expect(page.getByRole("row").filter({ hasText: "sandbox/heron" }).first()).toContainText("$0.50");
  await expect(page.getByLabel("Zero data retention")).not.toBeChecked();
  await page.goto("/models?q=nothing-like-that");
  await expect(page.getByText("No models found")).toBeVisible();
});

const withoutScripts = test.extend({ javaScriptEnabled: false });

withoutScripts(
  "a row of the models opens to its providers, and filters apply, without scripts",
  async ({ page }) => {
    await page.goto("/models?q=heron&sort=name");
    const providers = page.getByRole("table", { name: "Providers of sandbox/heron;" });
    await expect(providers).toBeHidden();
    await page.getByLabel("2 providers of sandbox/heron", { exact: true }).click();
    await expect(providers.getByRole("rowheader")).toHaveText(["Quarry", "Lantern"]);
    await page.getByLabel("Free").check();
    await page.getByRole("button", { name: "Apply" }).click();
    await expect(page.getByText("No models found")).toBeVisible();
  },
);

test("a model's page has its prices by kind of token, a call in each language, and a link to a key", async ({
  page,
}) => {
  await page.goto("/models/sandbox/owl-reasoner");
  const table = page.getByRole("table", { name: /^Providers of sandbox\/owl-reasoner/ });
  await expect(table.getByRole("columnheader", { name: "Reasoning" })).toBeVisible();
  await expect(table).toContainText("$3.30");
  await expect(page.getByRole("region", { name: "curl" })).toContainText('"model":"sandbox/owl-reasoner"');
  await page.getByRole("radio", { name: "Python" }).check();
  await expect(page.getByRole("region", { name: "curl" })).toBeHidden();
  await expect(page.getByRole("region", { name: "Python" })).toContainText('model="sandbox/owl-reasoner"');
  await page.getByRole("link", { name: "Create key" }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fkeys%3Fnew%3D1/);
});

signedInTest(
  "public pages keep the console's frame and balance for someone who is signed in",
  async ({ page }) => {
    await page.goto("/activity");
    const sidebar = page.getByRole("navigation", { name: "Main" });
    await sidebar.getByRole("link", { name: "Models" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Models" })).toBeVisible();
    for (const path of ["/models", "/rankings", "/docs"]) {
      await page.goto(path);
      await expect(sidebar.getByRole("link", { name: "Activity" })).toBeVisible();
      await expect(page.getByRole("link", { name: /^Balance \$10\.00/ })).toBeVisible();
      await expectSoundEverywhere(page);
    }
  },
);

test("nothing moves on a page full of code while its fonts are late", async ({ page }) => {
  await page.route("**/*.woff2", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 600));
    await route.continue();
  });
  await page.addInitScript(() => {
    let shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shift += (entry as PerformanceEntry & { value: number }).value;
      document.documentElement.dataset.shift = String(shift);
    }).observe({ type: "layout-shift", buffered: true });
  });
  const fonts: number[] = [];
  page.on("response", async (response) => {
    if (response.url().includes(".woff2")) fonts.push((await response.body()).length);
  });
  await page.goto("/docs");
  await expect.poll(() => fonts.length).toBe(2);
  await expect.poll(() => page.evaluate(() => document.fonts.status)).toBe("loaded");
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(fonts).toHaveLength(2);
  expect(fonts.reduce((sum, size) => sum + size, 0)).toBeLessThan(60_000);
  const shift = await page.evaluate(() => Number(document.documentElement.dataset.shift ?? 0));
  expect(shift).toBeLessThan(0.02);
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
  for (const path of [
    "/legal/privacy",
    "/legal/terms",
    "/legal/cookies",
    "/legal/subprocessors",
    "/security",
  ]) {
    await page.goto(path);
    await expect(page.getByRole("main")).not.toContainText(
      /forty-five|policy changes|as long as the law|SOC 2|ISO 27001/,
    );
  }
});

test("without contacts in the configuration, every page that would name one says so", async ({ page }) => {
  const none = "the operator of this installation has named no contact.";
  for (const [path, sentence] of [
    ["/legal/privacy", `For questions and requests about your personal data, ${none}`],
    ["/legal/terms", `For questions about your account, payments or these terms, ${none}`],
    ["/security", "The operator hasn’t published a security contact."],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole("main").getByText(sentence)).toBeVisible();
  }
});
