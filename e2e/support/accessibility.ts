import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type axe from "axe-core";

/** `structure` is every rule but those about `colors`; `new-colors` leaves out what `rememberColors` has noted. */
export type Rules = "structure" | "colors" | "new-colors";

/** What this file keeps in a document. An ink is all that the contrast of a text depends on. */
type Kept = {
  readonly axe: Pick<typeof axe, "run">;
  checkedInks?: WeakMap<Element, Set<string>>;
  inksNow?: ReadonlyMap<Element, string>;
};

// The smaller one of the package's two files, because it is sent to every document that is checked.
const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * Automatically detectable violations of WCAG 2.2 AA, each as a rule and a selector. Uses axe-core itself, loaded once per
 * document: its wrapper for Playwright opens a second page for each check, which costs more than the check, and also
 * looks into frames, which our content policy forbids.
 */
export async function violationsOn(page: Page, rules: readonly Rules[]): Promise<readonly string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  if (rules.includes("new-colors")) await page.evaluate(readInks);
  return page.evaluate(findViolations, rules);
}

/** Notes that the colors of all text that is visible now have been checked. */
export async function rememberColors(page: Page): Promise<void> {
  await page.evaluate(readInks);
  await page.evaluate(() => {
    const kept = window as unknown as Kept;
    kept.checkedInks ??= new WeakMap();
    for (const [element, ink] of kept.inksNow ?? []) {
      const known = kept.checkedInks.get(element) ?? new Set();
      kept.checkedInks.set(element, known.add(ink));
    }
  });
}

/** Runs in the page: the inks of all visible text and fields. */
function readInks(): void {
  const backgrounds = new Map<Element | null, string>([[null, ""]]);
  const backgroundOf = (element: Element | null): string => {
    const known = backgrounds.get(element);
    if (known !== undefined || !element) return known ?? "";
    const { backgroundColor, backgroundImage, opacity, filter } = getComputedStyle(element);
    const own = [backgroundColor, backgroundImage, opacity, filter].join(" ");
    const around = backgroundOf(element.parentElement);
    const all = own === "rgba(0, 0, 0, 0) none 1 none" ? around : `${around}\n${own}`;
    backgrounds.set(element, all);
    return all;
  };
  const inkOf = (element: Element): string => {
    const { color, fontSize, fontWeight, textDecorationLine } = getComputedStyle(element);
    // A link's color is compared with that of the text around it.
    const around = element.parentElement ? getComputedStyle(element.parentElement).color : "";
    return [backgroundOf(element), color, fontSize, fontWeight, textDecorationLine, around].join("\n");
  };
  const hasText = (element: Element) =>
    element.matches("input, select, textarea") ||
    [...element.childNodes].some(
      ({ nodeType, nodeValue }) => nodeType === Node.TEXT_NODE && /\S/.test(nodeValue ?? ""),
    );
  const isSeen = (element: Element) => {
    const { width, height } = element.getBoundingClientRect();
    // Text for screen readers only is a pixel wide.
    return width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true });
  };
  const seen = [...document.body.querySelectorAll("*")].filter((one) => hasText(one) && isSeen(one));
  (window as unknown as Kept).inksNow = new Map(seen.map((one) => [one, inkOf(one)]));
}

/** Runs in the page. */
async function findViolations(rules: readonly Rules[]): Promise<string[]> {
  const { axe: library, checkedInks, inksNow } = window as unknown as Kept;
  const ofColors = ["color-contrast", "link-in-text-block"];
  const runs = {
    structure: {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
      rules: Object.fromEntries(ofColors.map((rule) => [rule, { enabled: false }])),
    },
    colors: { runOnly: ofColors },
    "new-colors": { runOnly: ofColors },
  };
  const confirmed: string[] = [];
  for (const name of rules) {
    const fresh = [...(inksNow ?? [])].filter(([element, ink]) => !checkedInks?.get(element)?.has(ink));
    const place = name === "new-colors" ? fresh.map(([element]) => element) : document;
    if (Array.isArray(place) && place.length === 0) continue;
    const { violations } = await library.run(place, { ...runs[name], resultTypes: ["violations"] });
    for (const { id, target } of violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => ({ ...node, id })),
    )) {
      // A target that is half below a bar that stays in place counts as small: it is judged again in mid-screen.
      const selector = target.join(" ");
      const element = id === "target-size" ? document.querySelector(selector) : null;
      element?.scrollIntoView({ block: "center" });
      const again = element && (await library.run(element, { runOnly: ["target-size"] }));
      if (!again || again.violations.length > 0) confirmed.push(`${id}: ${selector}`);
    }
  }
  return confirmed;
}
