import { readFile } from "node:fs/promises";
import { expect, type Locator, type Page } from "@playwright/test";
import { formatDollars, type Nanos, parseDollars } from "@/lib/kernel/money";

/** Uses the navigation of the current width: the sidebar, or the bottom bar. */
export async function goTo(
  page: Page,
  name: "Activity" | "Credits" | "Keys" | "Privacy" | "Account",
): Promise<void> {
  await page.getByRole("navigation").getByRole("link", { name, exact: true }).click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
}

/** The balance on the credits page. */
export function available(page: Page, nanos: Nanos): Locator {
  const shown = formatDollars(nanos, { floor: true });
  return page.getByRole("group", { name: `Available credits: ${shown}`, exact: true });
}

export function requestsCard(page: Page): Locator {
  return page.getByRole("region", { name: "Requests" });
}

/** One link per request in the feed; it opens the request. */
export function requestsShown(page: Page): Locator {
  return requestsCard(page).getByRole("row").getByRole("link").filter({ visible: true });
}

/** Adds a filter by one value through the menu of the activity page. */
export async function filterBy(page: Page, dimension: string, value: string): Promise<void> {
  await page.getByRole("button", { name: "Filter" }).click();
  const menu = page.getByRole("dialog", { name: "Filter by" });
  await menu.getByRole("button", { name: dimension }).click();
  await menu.getByRole("checkbox", { name: value }).check();
  await menu.getByRole("button", { name: "Apply" }).click();
}

/** Splits the chart of the activity page, for example by "Key": with a link, or on a phone from a menu. */
export async function groupBy(page: Page, group: string): Promise<void> {
  const menu = page.getByRole("button", { name: "Group by" });
  if (await menu.isVisible()) {
    await menu.click();
    await page.getByRole("menuitem", { name: group, exact: true }).click();
    await menu.filter({ hasText: `By ${group.toLowerCase()}` }).waitFor();
    return;
  }
  const link = page.getByRole("navigation", { name: "Group by" }).getByRole("link", { name: group });
  await link.click();
  await link.and(page.locator("[aria-current]")).waitFor();
}

export function rowOf(page: Page, text: string): Locator {
  return page.getByRole("row").filter({ hasText: text });
}

/** Chooses an entry of a key's menu. */
export async function chooseForKey(
  page: Page,
  key: string,
  entry: "Edit" | "Rotate secret" | "End old secret" | "Disable" | "Enable" | "Delete" | "Copy label",
): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${key}`, exact: true }).click();
  await page.getByRole("menuitem", { name: entry, exact: true }).click();
}

/** Dollar text as nano-dollars; any other text is an error in the test. */
export function dollars(text: string): Nanos {
  const nanos = parseDollars(text);
  if (nanos === null) throw new Error(`"${text}" is not an amount`);
  return nanos;
}

/** Downloads the requests of the activity page as CSV, and returns its requests. */
export async function exportRequests(page: Page): Promise<ReturnType<typeof csvRows>> {
  await page.getByRole("button", { name: "Export" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "Requests as CSV" }).click(),
  ]);
  return requestRows(await readFile(await download.path(), "utf8"));
}

/** The requests of an exported file, without its last line. */
export function requestRows(text: string): ReturnType<typeof csvRows> {
  const rows = csvRows(text);
  expect(rows.at(-1)).toMatchObject({ generation_id: "end", cost_usd: "" });
  return rows.slice(0, -1);
}

/** Rows of a CSV file by header name. Our cells contain no line breaks. */
export function csvRows(text: string): readonly Readonly<Record<string, string>>[] {
  const [header = [], ...lines] = text
    .trim()
    .split("\r\n")
    .map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = ""]) => cell));
  return lines.map((cells) => Object.fromEntries(header.map((name, place) => [name, cells[place] ?? ""])));
}

/**
 * Opens the palette with its shortcut and types into it. A page that has just been loaded does not listen to keys yet,
 * and a palette that a command has closed takes text until it has faded.
 */
export async function searchInPalette(page: Page, text: string): Promise<Locator> {
  const palette = page.getByRole("dialog", { name: "Search and commands" }).and(page.locator("[data-open]"));
  await expect(async () => {
    if (!(await palette.isVisible())) await page.keyboard.press("ControlOrMeta+k");
    await palette.getByRole("combobox").fill(text, { timeout: 1_000 });
  }).toPass();
  return palette;
}
