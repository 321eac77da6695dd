import type { Browser, Page } from "@playwright/test";
import {
  fileNameOf,
  filled,
  frames,
  operatorPages,
  ownPages,
  publicPages,
  recordPages,
} from "@/lib/testing/pages-to-see";
import { type Account, makeAccount, makeSession, operatorAccount } from "./support/accounts";
import { origin, sessionCookie } from "./support/product";
import { seedHistory, type SeenRecords } from "./support/seed-history";
import { showFonts } from "./support/show-fonts";
import { expect, test } from "./support/test";

/**
 * Every page, empty and with history, in both widths and themes, against `e2e/visual/`. The pictures are an eighth of
 * the size of the first screen: text is gray lines, so that amounts and dates do not matter, but a part that moves, grows,
 * overlaps or loses its color does. After an intended change: `npm run test:e2e -- visual --update-snapshots`, and look at
 * what changed.
 */
type Visitor = {
  readonly face: string;
  readonly account: Account | null;
  readonly addresses: readonly string[];
};

let visitors: readonly Visitor[] = [];
let records: SeenRecords;

test.beforeAll(async () => {
  const empty = await makeAccount({ name: "empty" });
  const full = await makeAccount({ name: "full", credits: "250" });
  records = await seedHistory(full, 2_000);
  visitors = [
    { face: "public", account: null, addresses: publicPages },
    { face: "empty", account: empty, addresses: ownPages },
    { face: "full", account: full, addresses: [...ownPages, ...recordPages] },
    { face: "operator", account: await operatorAccount(), addresses: operatorPages },
  ];
});

for (const frame of frames) {
  test(`pages look as they did, ${frame.name}`, async ({ browser, page: reducer }) => {
    for (const { face, account, addresses } of visitors) {
      const page = await openAs(browser, account, frame);
      for (const address of addresses) {
        await page.goto(filled(address, records), { waitUntil: "load" });
        const picture = await reduced(reducer, await firstScreen(page));
        expect.soft(picture).toMatchSnapshot(`${fileNameOf(address)}--${face}--${frame.name}.png`, tolerance);
      }
      await page.context().close();
    }
  });
}

/** A page that is seen wrong differs in more than this; another day's bars and amounts do not. */
const tolerance = { threshold: 0.12, maxDiffPixelRatio: 0.04 };
const scale = 8;

async function openAs(
  browser: Browser,
  account: Account | null,
  { width, height, colorScheme }: (typeof frames)[number],
): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    baseURL: origin(),
    timezoneId: "Europe/Berlin",
    reducedMotion: "reduce",
  });
  await showFonts(context);
  if (account) {
    const value = await makeSession(account);
    await context.addCookies([
      { name: sessionCookie(), value, url: origin(), httpOnly: true, sameSite: "Lax" },
    ]);
  }
  return context.newPage();
}

async function firstScreen(page: Page): Promise<Buffer> {
  await page.evaluate(() => document.fonts.ready);
  return page.screenshot({ animations: "disabled", caret: "hide" });
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
