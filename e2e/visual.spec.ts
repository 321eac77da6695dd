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
import { makeAccount, makeSession, operatorAccount } from "./support/accounts";
import { origin, sessionCookie } from "./support/product";
import { seedHistory, type SeenRecords } from "./support/seed-history";
import { showFonts } from "./support/show-fonts";
import { expect, test } from "./support/test";

/**
 * Every page, empty and with history, in both widths and themes, against `e2e/visual/`. The pictures are an eighth of
 * the size of the first screen: text is gray lines, so that amounts and dates hardly matter, but a part that moves, grows,
 * overlaps or loses its color does. What is drawn from requests is left out and only keeps its place: plots, and the rows
 * of tables that the tests beside this one add to. After an intended change: `npm run test:e2e -- visual --update-snapshots`, and look at
 * what changed.
 */
type Visitor = {
  /** Value of the session cookie; null when signed out. */
  readonly session: string | null;
  readonly addresses: readonly string[];
};

// A visitor a test, on both workers. Each has up to eighty pictures to take.
test.describe.configure({ mode: "parallel", timeout: 300_000 });

const faces = ["public", "empty", "full", "operator"] as const;
let visitors: Record<(typeof faces)[number], Visitor>;
let records: SeenRecords;

test.beforeAll(async () => {
  const empty = await makeAccount({ name: "empty" });
  const full = await makeAccount({ name: "full", credits: "250" });
  records = await seedHistory(full, 2_000);
  visitors = {
    public: { session: null, addresses: publicPages },
    empty: { session: await makeSession(empty), addresses: ownPages },
    full: { session: await makeSession(full), addresses: [...ownPages, ...recordPages] },
    operator: { session: await makeSession(await operatorAccount()), addresses: operatorPages },
  };
});

for (const face of faces) {
  test(`pages look as they did, ${face}`, async ({ browser, page: reducer }) => {
    const { session, addresses } = visitors[face];
    const page = await openAs(browser, session);
    for (const address of addresses) {
      const hasPlot = face === "full" && withPlot.test(address);
      const hidden = withRequests.test(address) ? plots + rows : plots;
      const isSame = face === "empty" || (face === "public" && !withRequests.test(address));
      await page.goto(filled(address, records), { waitUntil: hasPlot ? "networkidle" : "load" });
      // Width and theme are up to the style sheet, so the page is not loaded again for them.
      for (const { name, width, height, colorScheme } of frames) {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme });
        const picture = await reduced(reducer, await firstScreen(page, hidden));
        const file = `${fileNameOf(address)}--${face}--${name}.png`;
        expect.soft(picture).toMatchSnapshot(file, isSame ? strict : loose);
      }
    }
    await page.context().close();
  });
}

/** A missing button differs in more than this; another day's amounts do not. */
const strict = { threshold: 0.1, maxDiffPixelRatio: 0.012 };
/**
 * Pages with requests, and what other tests wrote, have another number of rows each time, so only a page that is broken
 * as a whole is seen there: the same pages of an empty account are compared strictly.
 */
const loose = { threshold: 0.1, maxDiffPixelRatio: 0.25 };
const scale = 8;
const plots = "main svg:not(.lucide) { visibility: hidden }";
const rows = "main tbody > tr > * > * { visibility: hidden }";
/** Their parts arrive after the page. */
const withPlot = /^\/(?:activity|keys\/)/;
const withRequests = /^\/(?:activity|operator|rankings|keys\/)/;

async function openAs(browser: Browser, session: string | null): Promise<Page> {
  const context = await browser.newContext({
    baseURL: origin(),
    timezoneId: "Europe/Berlin",
    reducedMotion: "reduce",
  });
  await showFonts(context);
  if (session) {
    await context.addCookies([
      { name: sessionCookie(), value: session, url: origin(), httpOnly: true, sameSite: "Lax" },
    ]);
  }
  return context.newPage();
}

async function firstScreen(page: Page, style: string): Promise<Buffer> {
  await page.evaluate(() => document.fonts.ready);
  // Parts of a page that arrive after it replace their outline.
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
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
