import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { type Browser, chromium, type Page } from "@playwright/test";
import { makeAccount, operatorAccount } from "@/e2e/support/accounts";
import { findBrowser } from "@/e2e/support/browser";
import { dataFolder, origin } from "@/e2e/support/product";
import startProducts from "@/e2e/support/start-product";
import { mailSamples } from "./mail-samples";

/**
 * `npm run screenshots [-- --only activity]`: every page, empty and with realistic history, and every mail (`mails`), at
 * 1280 and 390 px, light and dark, into `screenshots/`. Look at them before you call a change done.
 */
const folder = path.resolve("screenshots");
const { values } = parseArgs({
  options: { only: { type: "string" }, rows: { type: "string", default: "20000" } },
});

const shared = [
  "/",
  "/sign-in",
  "/sign-up",
  "/reset",
  "/models",
  "/models/sandbox/heron",
  "/rankings",
  "/docs",
  "/legal/privacy",
  "/legal/terms",
  "/nowhere",
];
const owned = [
  "/activity",
  "/activity?range=30d&tab=latency",
  "/credits",
  "/credits?tab=purchases",
  "/keys",
  "/keys?kind=inference&new=1",
  "/privacy",
  "/account",
  "/account?manage=security",
  "/account/security",
  "/account/appearance",
  "/account/workspace",
];
const operated = ["", "/payments", "/webhooks", "/completions", "/jobs", "/ledger"].map(
  (tab) => `/operator${tab}`,
);
const frames = [
  { name: "1280-light", width: 1280, height: 900, colorScheme: "light" },
  { name: "1280-dark", width: 1280, height: 900, colorScheme: "dark" },
  { name: "390-light", width: 390, height: 844, colorScheme: "light" },
  { name: "390-dark", width: 390, height: 844, colorScheme: "dark" },
] as const;

type Person = {
  readonly face: string;
  readonly email: string;
  readonly password: string;
  readonly addresses: readonly string[];
};

async function main(): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const stop = await startProducts();
  try {
    const empty = await makeAccount({ name: "empty" });
    const full = await makeAccount({ name: "full", credits: "250" });
    const operator = await operatorAccount();
    seed(full.email);
    const people: readonly Person[] = [
      { ...empty, face: "empty", addresses: owned },
      { ...full, face: "full", addresses: owned },
      { ...operator, face: "operator", addresses: operated },
    ];
    const { executablePath, args, env } = await findBrowser();
    const browser = await chromium.launch({ executablePath, args, env });
    for (const frame of frames) await shoot(browser, frame, people);
    await browser.close();
  } finally {
    await stop();
  }
}

function seed(email: string): void {
  const command = [
    "lib/server/bootstrap.mjs",
    "counterfoil",
    "seed",
    "--rows",
    values.rows,
    "--days",
    "60",
    "--workspace",
    email,
  ];
  const env = { ...process.env, DATA_DIR: dataFolder() };
  const run = spawnSync(process.execPath, command, { stdio: "inherit", env });
  if (run.status !== 0) throw new Error("seeding failed");
}

async function shoot(
  browser: Browser,
  frame: (typeof frames)[number],
  people: readonly Person[],
): Promise<void> {
  const { width, height, colorScheme, name } = frame;
  const options = {
    viewport: { width, height },
    colorScheme,
    baseURL: origin(),
    timezoneId: "Europe/Berlin",
  };
  const anonymous = await browser.newContext(options);
  for (const address of shared.filter(wanted))
    await take(await anonymous.newPage(), address, `${name}-public`);
  if (wanted("mails")) await takeMails(await anonymous.newPage(), name);
  await anonymous.close();
  for (const person of people) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    await page.goto("/sign-in");
    await page.getByLabel("Email address").fill(person.email);
    await page.getByLabel("Password", { exact: true }).fill(person.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(/\/activity/);
    for (const address of person.addresses.filter(wanted))
      await take(await context.newPage(), address, `${name}-${person.face}`);
    await context.close();
  }
}

async function take(page: Page, address: string, prefix: string): Promise<void> {
  await page.goto(address, { waitUntil: "load" });
  await page.evaluate(() => document.fonts.ready);
  const file = `${address.replace(/[^a-z0-9]+/gi, "-").replace(/^-|-$/g, "") || "home"}--${prefix}.png`;
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
