import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Browser, chromium, type Page } from "@playwright/test";
import { type Account, makeAccount, operatorAccount } from "@/e2e/support/accounts";
import { findBrowser } from "@/e2e/support/browser";
import { origin } from "@/e2e/support/product";
import startProducts from "@/e2e/support/start-product";
import { recordsOf, seedHistory } from "@/e2e/support/seed-history";
import { seedStates } from "@/e2e/support/seed-states";
import { showFonts } from "@/e2e/support/show-fonts";
import { mailSamples } from "./mail-samples";
import { turnOn } from "./two-factor";
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
} from "./pages-to-see";

/**
 * `npm run screenshots [-- --only activity]`: every page, empty and with realistic history, and every mail (`mails`), at
 * 1280 and 390 px, light and dark, into `screenshots/`. Look at them before you call a change done.
 */
const folder = path.resolve("screenshots");
const { values } = parseArgs({
  options: { only: { type: "string" }, rows: { type: "string", default: "20000" } },
});

type Person = {
  readonly face: string;
  readonly email: string;
  readonly password: string;
  readonly addresses: readonly string[];
  /** Ids for the words in braces. */
  readonly records: Readonly<Record<string, string>>;
};

async function main(): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const stop = await startProducts();
  try {
    const empty = await makeAccount({ name: "empty" });
    const full = await makeAccount({ name: "full", credits: "250" });
    const operator = await operatorAccount();
    const secondStep = await makeAccount({ name: "second-step" });
    await turnOn(secondStep.actor.userId, secondStep.password);
    const states = await makeAccount({ name: "states" });
    const stateRecords = await seedStates(states);
    await seedHistory(full, Number(values.rows));
    const records = await recordsOf(full.actor);
    const people: readonly Person[] = [
      { ...empty, face: "empty", addresses: ownPages, records: {} },
      { ...full, face: "full", addresses: [...ownPages, ...recordPages], records },
      { ...states, face: "states", addresses: statePages, records: stateRecords },
      { ...operator, face: "operator", addresses: operatorPages, records: {} },
    ];
    const { executablePath, args, env } = await findBrowser();
    const browser = await chromium.launch({ executablePath, args, env });
    for (const frame of frames) await shoot(browser, frame, { people, secondStep });
    await browser.close();
  } finally {
    await stop();
  }
}

type Seen = {
  readonly people: readonly Person[];
  /** Has two-factor authentication. */
  readonly secondStep: Account;
};

async function shoot(
  browser: Browser,
  frame: (typeof frames)[number],
  { people, secondStep }: Seen,
): Promise<void> {
  const { width, height, colorScheme, name } = frame;
  const options = {
    viewport: { width, height },
    colorScheme,
    baseURL: origin(),
    timezoneId: "Europe/Berlin",
  };
  const anonymous = await browser.newContext(options);
  await showFonts(anonymous);
  for (const address of publicPages.filter(wanted))
    await take(await anonymous.newPage(), address, `${name}-public`);
  if (secondStepPages.some(wanted)) await signIn(await anonymous.newPage(), secondStep, /\/sign-in\/code/);
  for (const address of secondStepPages.filter(wanted))
    await take(await anonymous.newPage(), address, `${name}-public`);
  if (wanted("mails")) await takeMails(await anonymous.newPage(), name);
  await anonymous.close();
  for (const person of people) {
    const context = await browser.newContext(options);
    await showFonts(context);
    await signIn(await context.newPage(), person, /\/activity/);
    for (const address of person.addresses.filter(wanted))
      await take(await context.newPage(), address, `${name}-${person.face}`, person.records);
    await context.close();
  }
}

type Credentials = { readonly email: string; readonly password: string };

async function signIn(page: Page, { email, password }: Credentials, next: RegExp): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(next);
}

async function take(
  page: Page,
  address: string,
  prefix: string,
  records: Person["records"] = {},
): Promise<void> {
  await page.goto(filled(address, records), { waitUntil: "load" });
  // Parts with their own reads arrive after the page.
  await page.locator('[aria-busy="true"]').first().waitFor({ state: "detached" });
  await page.evaluate(() => document.fonts.ready);
  const file = `${fileNameOf(address)}--${prefix}.png`;
  await page.screenshot({ path: path.join(folder, file), fullPage: true, animations: "disabled" });
  await page.close();
}

async function takeMails(page: Page, frame: string): Promise<void> {
  for (const [name, { html }] of Object.entries(mailSamples("Production"))) {
    await page.setContent(html);
    await page.screenshot({ path: path.join(folder, `mails-${name}--${frame}.png`), fullPage: true });
  }
}

function wanted(address: string): boolean {
  return values.only === undefined || address.includes(values.only);
}

await main();
