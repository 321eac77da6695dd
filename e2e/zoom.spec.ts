import { devices, type Page } from "@playwright/test";
import { makeHistory } from "./support/history";
import { expect, expectNoSidewaysScroll, signedInTest as test } from "./support/test";

/** A window of 1280 × 720 at a zoom of 200%: half as many CSS pixels, each drawn with four. */
test.use({ ...devices["Desktop Chrome"], viewport: { width: 640, height: 360 }, deviceScaleFactor: 2 });

const pages = ["/activity", "/credits", "/keys", "/privacy", "/account/security", "/models", "/docs"];

/** More stops than the first screens of a page have. */
const tabStops = 45;

test("at a zoom of 200%, pages don't scroll sideways, cut no text, and never hide what has the focus", async ({
  page,
  account,
}) => {
  await makeHistory(account);
  for (const address of pages) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    await expectNoSidewaysScroll(page);
    expect(await page.evaluate(coveredHeight), `${address}: bars that stay in place`).toBeLessThanOrEqual(
      180,
    );
    expect(await page.evaluate(cutTexts), `${address}: cut text`).toEqual([]);
    expect(await hiddenStops(page), `${address}: focus out of sight`).toEqual([]);
  }
});

/** Runs in the page, scrolled down: how much of the window's height bars take from the content. */
function coveredHeight(): number {
  window.scrollTo(0, 400);
  const { innerHeight, innerWidth } = window;
  let covered = 0;
  for (let y = 1; y < innerHeight; y += 2) {
    let element = document.elementFromPoint(innerWidth / 2, y);
    while (element && !["fixed", "sticky"].includes(getComputedStyle(element).position))
      element = element.parentElement;
    const isWide = element !== null && element.getBoundingClientRect().width > innerWidth / 2;
    if (isWide) covered += 2;
  }
  window.scrollTo(0, 0);
  return covered;
}

/** Runs in the page: texts that are wider than their box, without an ellipsis that says so. */
function cutTexts(): string[] {
  return [...document.querySelectorAll("main *")].flatMap((element) => {
    const { overflowX, textOverflow, position } = getComputedStyle(element);
    const { width, height } = element.getBoundingClientRect();
    const hasOwnText = [...element.childNodes].some(
      ({ nodeType, nodeValue }) => nodeType === Node.TEXT_NODE && /\S/.test(nodeValue ?? ""),
    );
    // Text for screen readers only is a pixel wide.
    const isSeen = width > 1 && height > 1 && position !== "absolute";
    const isCut = ["hidden", "clip"].includes(overflowX) && element.scrollWidth > element.clientWidth + 1;
    return hasOwnText && isSeen && isCut && textOverflow !== "ellipsis"
      ? [element.textContent.trim().slice(0, 60)]
      : [];
  });
}

/** Presses Tab through the page, and returns the stops whose middle is outside of the window or below something else. */
async function hiddenStops(page: Page): Promise<readonly string[]> {
  const hidden: string[] = [];
  for (let stop = 0; stop < tabStops; stop += 1) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return null;
      const { left, right, top, bottom } = element.getBoundingClientRect();
      const x = (Math.max(left, 0) + Math.min(right, window.innerWidth)) / 2;
      const y = (Math.max(top, 0) + Math.min(bottom, window.innerHeight)) / 2;
      const isOutside = bottom <= 0 || right <= 0 || top >= window.innerHeight || left >= window.innerWidth;
      const shown = document.elementFromPoint(x, y);
      const isCovered = shown !== null && !element.contains(shown) && !shown.contains(element);
      const name = element.getAttribute("aria-label") ?? element.textContent.trim();
      return isOutside || isCovered ? `${element.tagName} ${name.slice(0, 40)}` : "";
    });
    if (found === null) break;
    if (found) hidden.push(found);
  }
  return hidden;
}
