import type { Locator, Page } from "@playwright/test";
import { makeKey, operatorAccount } from "./support/accounts";
import { complete } from "./support/calls";
import { goTo, searchInPalette } from "./support/pages";
import { expect, expectSound, signedInTest as test, tabTo } from "./support/test";

const phone = { width: 390, height: 844 };

test("a page that is slow leaves the current one in place, under a line that says so", async ({ page }) => {
  await page.goto("/account");
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/keys?_rsc=*", async (route) => {
    await held;
    await route.continue();
  });
  const line = page.getByRole("progressbar", { name: "Loading the page" });
  await expect(line).toHaveCount(0);
  await mainLink(page, "Keys").press("Enter");
  await expect(line).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();
  release();
  await expect(page.getByRole("heading", { level: 1, name: "Keys" })).toBeVisible();
  await expect(line).toHaveCount(0);
});

test("a hovered page is there when it is clicked, and read again if it was fetched a while ago", async ({
  page,
}) => {
  await page.goto("/account");
  const reads: string[] = [];
  page.on("request", (request) => {
    const headers = request.headers();
    // Next also asks for the names of the files of links that are in view; that request has this header.
    const isWhole = headers["rsc"] === "1" && headers["next-router-prefetch"] === undefined;
    if (isWhole && new URL(request.url()).pathname === "/privacy") reads.push(request.url());
  });
  await expect
    .poll(async () => {
      // A link that is hovered before the page runs its scripts does not notice.
      await page.mouse.move(0, 0);
      await mainLink(page, "Privacy").hover();
      return reads.length;
    })
    .toBe(1);
  await mainLink(page, "Privacy").click();
  await expect(page.getByRole("heading", { level: 1, name: "Privacy" })).toBeVisible();
  expect(reads, "requests after the click").toHaveLength(1);

  await goTo(page, "Account");
  const again = reads.length;
  // The page is kept for 30 seconds, and shows figures; two seconds after the prefetch they count as old.
  await expect
    .poll(
      async () => {
        await goTo(page, "Privacy");
        await goTo(page, "Account");
        return reads.length;
      },
      { intervals: [500] },
    )
    .toBeGreaterThan(again);
});

test("back returns to the same place of the page", async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 400 });
  await page.goto("/privacy");
  const place = () => page.evaluate(() => Math.round(window.scrollY));
  await page.evaluate(() => window.scrollTo(0, 300));
  await expect.poll(place).toBe(300);
  await goTo(page, "Keys");
  await expect.poll(place).toBe(0);
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "Privacy" })).toBeVisible();
  await expect.poll(place).toBe(300);
});

test("the palette finds pages, keys, models and requests, runs commands, and remembers them", async ({
  page,
  account,
}) => {
  const { secret } = await makeKey(account, { name: "Harbor worker" });
  const { body } = await complete(secret);
  const { id } = body as { id: string };
  const scripts: string[] = [];
  page.on("request", (request) => (request.url().endsWith(".js") ? scripts.push(request.url()) : undefined));
  await page.goto("/account", { waitUntil: "networkidle" });
  const atLoad = scripts.length;
  const palette = page.getByRole("dialog", { name: "Search and commands" });
  const field = palette.getByRole("combobox");
  const option = (name: string | RegExp) => palette.getByRole("option", { name });
  const open = (text: string) => searchInPalette(page, text);

  await open("");
  expect(scripts.length, "the palette's own scripts come when it opens").toBeGreaterThan(atLoad);
  await expect(option("Activity").first()).toContainText("ga");
  await expect(palette.getByText("Recent")).toHaveCount(0);
  await expectSound(page);

  await field.fill("heron-large");
  await expect(option(/heron-large/).first()).toBeVisible();
  await field.fill("250");
  await expect(option("Harbor worker"), "by its address").toHaveCount(0);
  await field.fill("harbor");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Harbor worker" })).toBeVisible();

  await open(id);
  await expect(option(`Open request ${id}`)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/activity\\?generation=${id}$`));
  await page.goto("/account");

  await open("add 40");
  await option("Add $40 in credits").click();
  await expect(page).toHaveURL(/\/credits\?.*add=40/);
  await page.keyboard.press("Escape");

  await open("last month csv");
  const download = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  expect((await download).suggestedFilename()).toMatch(/\.csv$/);
  await open("");
  await expect(palette.getByRole("group", { name: "Recent" }).getByRole("option")).toHaveText([
    /^Export \w+ \d{4} as CSV$/,
    "Add $40 in credits",
  ]);

  await field.fill("dark");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect
    .poll(async () => {
      await page.reload();
      return page.locator("html").getAttribute("data-theme");
    })
    .toBe("dark");
});

test("the keyboard map lists the shortcuts and begins at its heading", async ({ page }) => {
  await page.goto("/account");
  await openKeyboardMap(page);
  const map = page.getByRole("dialog", { name: "Keyboard" });
  await expect(map.getByRole("heading", { name: "Keyboard" })).toBeFocused();
  for (const text of ["Go to Credits", "Open the request", "Close"])
    await expect(map.getByText(text)).toBeVisible();
  await expectSound(page);
  await page.keyboard.press("Escape");
  await expect(map).toHaveCount(0);
});

test("the account menu works by keyboard and gives the focus back", async ({ page }) => {
  await page.goto("/account");
  const trigger = page.getByRole("button", { name: "Account menu" });
  await tabTo(page, trigger);
  await page.keyboard.press("Enter");
  const menu = page.getByRole("menu", { name: "Account menu" });
  const item = (name: string) => menu.getByRole("menuitem", { name });
  await expect(item("Account")).toBeFocused();
  await expect(trigger).toHaveAttribute("aria-expanded", "true");
  await expectSound(page);
  await page.keyboard.press("ArrowDown");
  await expect(item("Sign out")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(item("Account")).toBeFocused();
  await page.keyboard.press("s");
  await expect(item("Sign out")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(menu).toHaveCount(0);
  await expect(trigger).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await expect(menu).toHaveCount(0);
  await trigger.click();
  await expect(menu).toBeVisible();
  await page.getByRole("heading", { level: 1 }).click();
  await expect(menu).toHaveCount(0);
});

test("only operators have a link to the operator area", async ({ page, signIn }) => {
  // Its name ends in the number of troubles, if there are any.
  const link = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: /^Operator/ });
  await page.goto("/account");
  await expect(mainLink(page, "Account")).toBeVisible();
  await expect(link).toHaveCount(0);
  await signIn(await operatorAccount());
  await page.goto("/account");
  await link.click();
  await expect(page.getByRole("heading", { level: 1, name: "Operator" })).toBeVisible();
});

test("on a phone the content begins early, and what opens comes from the bottom", async ({ page }) => {
  await page.setViewportSize(phone);
  await page.goto("/account");
  const sandbox = page.getByRole("complementary", { name: "Sandbox mode" });
  expect(await heightOf(sandbox)).toBeLessThanOrEqual(28);
  const title = page.getByRole("heading", { level: 1 });
  const bars = (await title.boundingBox())?.y ?? Infinity;
  expect(bars, "bars above the title").toBeLessThanOrEqual(160 - 56);
  await page.getByRole("button", { name: "Menu", exact: true }).click();
  await expectAtBottom(page.getByRole("dialog", { name: "Menu" }));
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Account menu" }).click();
  await expectAtBottom(page.getByRole("menu", { name: "Account menu" }));
  await expectSound(page);
});

test("links and buttons of the frame are at least 24 px in each direction", async ({ page }) => {
  for (const width of [1280, 640, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await page.goto("/account");
    const small = await page.evaluate(() =>
      [...document.querySelectorAll("header a, header button, nav a, aside a")]
        .filter((element) => element.checkVisibility())
        .map((element) => ({ name: element.textContent, box: element.getBoundingClientRect() }))
        .filter(({ box }) => box.width < 24 || box.height < 24)
        .map(({ name, box }) => `${name} ${box.width}×${box.height}`),
    );
    expect(small, `at ${width} px`).toEqual([]);
  }
});

test("in high contrast, switches show their state and buttons have borders", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto("/account");
  await openKeyboardMap(page);
  const letters = page.getByRole("switch", { name: "Single-letter shortcuts" });
  const on = await letters.screenshot();
  await letters.uncheck();
  const off = await letters.screenshot();
  expect(on.equals(off), "on and off look the same").toBe(false);
  await page.keyboard.press("Escape");
  const bare = await page.evaluate(() =>
    [...document.querySelectorAll("main button, main .button-face")]
      .filter((element) => element.checkVisibility())
      .filter((element) => Number.parseFloat(getComputedStyle(element).borderTopWidth) < 1)
      .map((element) => element.textContent),
  );
  expect(bare).toEqual([]);
});

/** A key that is pressed before the page has its scripts does nothing, as for people. */
async function openKeyboardMap(page: Page): Promise<void> {
  await expect(async () => {
    await page.keyboard.press("Shift+?");
    await expect(page.getByRole("switch", { name: "Single-letter shortcuts" })).toBeVisible({
      timeout: 2_000,
    });
  }).toPass();
}

function mainLink(page: Page, name: string): Locator {
  return page.getByRole("navigation", { name: "Main" }).getByRole("link", { name, exact: true });
}

async function heightOf(element: Locator): Promise<number> {
  return (await element.boundingBox())?.height ?? Infinity;
}

/** The lower edge of the screen is the panel's, and it spans the width. */
async function expectAtBottom(panel: Locator): Promise<void> {
  await expect(panel).toBeVisible();
  await expect
    .poll(async () => {
      const box = await panel.boundingBox();
      return box && [box.x, box.width, Math.round(box.y + box.height)];
    })
    .toEqual([0, phone.width, phone.height]);
}
