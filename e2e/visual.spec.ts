import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import type { Browser, Page } from "@playwright/test";
import { turnOn } from "@/lib/testing/two-factor";
import {
  fileNameOf,
  filled,
  frames,
  operatorPages,
  ownPages,
  publicPages,
  recordPages,
  secondStepPages,
  statePages,
} from "@/lib/testing/pages-to-see";
import { makeAccount, makeSession, operatorAccount, password } from "./support/accounts";
import { makeDataRequest } from "./support/data-requests";
import { launch, type Launched, root } from "./support/launch";
import { origin, sessionCookie, useProduct } from "./support/product";
import { purchaseIn } from "./support/purchases";
import { seedPictures } from "./support/seed-history";
import { seedStates } from "./support/seed-states";
import { showFonts } from "./support/show-fonts";
import { stopAndCheck } from "./support/start-product";
import { expect, fillSignIn, test } from "./support/test";

/**
 * Every page, empty, with history and with records in every state, in both widths and themes, against `e2e/visual/`. The pictures are an eighth of
 * the size of the first screen: text is gray lines, but a part that moves, grows, overlaps or loses its color is seen. The
 * product is one of its own, and its requests are the same in every run. What still is another one each time is hidden by
 * `support/pictures.css`. After an intended change: `npm run test:e2e -- visual --update-snapshots`, and look at what
 * changed.
 */
type Visitor = {
  readonly session: string | null;
  readonly addresses: readonly string[];
  /** Ids for the words in braces. */
  readonly records?: Readonly<Record<string, string>>;
};

const faces = ["public", "empty", "full", "states", "operator"] as const;
let product: Launched;
let visitors: Record<(typeof faces)[number], Visitor>;

// Each has up to eighty pictures to take.
test.describe.configure({ timeout: 300_000 });

test.beforeAll(async () => {
  const folder = path.join(root, ".test/pictures");
  rmSync(folder, { recursive: true, force: true });
  product = await launch(folder);
  useProduct(product);
  const empty = await makeAccount({ email: "empty@example.test" });
  const full = await makeAccount({ email: "full@example.test", credits: "250" });
  const operator = await operatorAccount();
  const secondStep = await makeAccount({ email: "second-step@example.test" });
  await turnOn(secondStep.actor.userId, secondStep.password);
  const states = await makeAccount({ email: "states@example.test" });
  const stateRecords = await seedStates(states);
  const records = await seedPictures(full, 2_000);
  await purchaseIn.paid(full);
  await makeDataRequest();
  visitors = {
    public: { session: null, addresses: [...secondStepPages, ...publicPages] },
    empty: { session: await makeSession(empty), addresses: ownPages },
    full: { session: await makeSession(full), addresses: [...ownPages, ...recordPages], records },
    states: { session: await makeSession(states), addresses: statePages, records: stateRecords },
    operator: { session: await makeSession(operator), addresses: operatorPages },
  };
});

test.afterAll(async () => {
  expect(await stopAndCheck(product)).toEqual([]);
});

for (const face of faces) {
  test(`pages look as they did, ${face}`, async ({ browser, page: reducer }) => {
    const { session, addresses, records = {} } = visitors[face];
    const page = await openAs(browser, session);
    if (session === null) await takeFirstStep(page);
    for (const address of addresses) {
      const hasPlot = face === "full" && withPlot.test(address);
      await page.goto(filled(address, records), { waitUntil: hasPlot ? "networkidle" : "load" });
      // Width and theme are up to the style sheet, so the page is not loaded again for them.
      for (const { name, width, height, colorScheme } of frames) {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme });
        const picture = await reduced(reducer, await firstScreen(page));
        expect.soft(picture).toMatchSnapshot(`${fileNameOf(address)}--${face}--${name}.png`, strict);
      }
    }
    await page.context().close();
  });
}

/** A missing column, or a button on a phone, differs in more than this; other ids and amounts of this month in less. */
const strict = { threshold: 0.1, maxDiffPixelRatio: 0.005 };
const scale = 8;
const style = readFileSync(path.join(root, "e2e/support/pictures.css"), "utf8");
/** Their parts arrive after the page. */
const withPlot = /^\/(?:activity|credits|keys\/)/;

async function openAs(browser: Browser, session: string | null): Promise<Page> {
  const context = await browser.newContext({
    baseURL: origin(),
    timezoneId: "Europe/Berlin",
    reducedMotion: "reduce",
    // The style sheet of pictures is added to the page.
    bypassCSP: true,
  });
  await showFonts(context);
  if (session) {
    await context.addCookies([
      { name: sessionCookie(), value: session, url: origin(), httpOnly: true, sameSite: "Lax" },
    ]);
  }
  return context.newPage();
}

/** Enters the password of an account with two-factor authentication: for five minutes, this browser may see the next step. */
async function takeFirstStep(page: Page): Promise<void> {
  await page.goto("/sign-in");
  await fillSignIn(page, "second-step@example.test", password);
  await page.waitForURL(/\/sign-in\/code/);
}

async function firstScreen(page: Page): Promise<Buffer> {
  await page.evaluate(() => document.fonts.ready);
  // Parts of a page that arrive after it replace their outline.
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  // The plot of the server is as good to read, but differs by the width of a letter or a dot.
  await expect(page.locator("[data-plot=static]")).toHaveCount(0);
  // Where the address leads in the page is another place for each width.
  await page.evaluate(() => document.getElementById(window.location.hash.slice(1))?.scrollIntoView());
  return page.screenshot({ style, animations: "disabled", caret: "hide" });
}

/** Draws the picture at an eighth of its size, in a blank page: the product's content policy allows no such drawing. */
async function reduced(page: Page, picture: Buffer): Promise<Buffer> {
  const dataUrl = await page.evaluate(
    async ({ source, divisor }) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = document.createElement("canvas");
      canvas.width = Math.round(image.width / divisor);
      canvas.height = Math.round(image.height / divisor);
      const context = canvas.getContext("2d");
      if (!context) throw new Error("no canvas");
      context.imageSmoothingQuality = "high";
      context.drawImage(image, 0, 0, canvas.width, canvas.height);
      return canvas.toDataURL("image/png");
    },
    { source: `data:image/png;base64,${picture.toString("base64")}`, divisor: scale },
  );
  return Buffer.from(dataUrl.slice(dataUrl.indexOf(",") + 1), "base64");
}
