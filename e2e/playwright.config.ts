import { defineConfig } from "@playwright/test";
import { findBrowser } from "./support/browser";

const browser = await findBrowser();
const desktop = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };
const everyFrame = /journey\.spec\.ts/;
/** These open no page: they start, stop and kill their own product. */
const withoutBrowser = /(crash|spend-path-[a-z]+)\.spec\.ts/;

/**
 * The journey runs in all four viewports; the page specs check both widths themselves where it matters. One worker: the
 * product, its database and the browser share two cores.
 */
export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  globalSetup: "./support/start-product.ts",
  workers: 1,
  retries: process.env.CI ? 1 : 0,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: process.env.CI
    ? [["list"]]
    : [["list"], ["html", { open: "never", outputFolder: "../playwright-report" }]],
  use: {
    trace: "on-first-retry",
    screenshot: "only-on-failure",
    launchOptions: { executablePath: browser.executablePath, args: browser.args, env: browser.env },
    timezoneId: "Europe/Berlin",
    locale: "en-GB",
  },
  projects: [
    {
      name: "desktop-light",
      testIgnore: withoutBrowser,
      use: { viewport: desktop, colorScheme: "light" },
    },
    { name: "desktop-dark", testMatch: everyFrame, use: { viewport: desktop, colorScheme: "dark" } },
    {
      name: "phone-light",
      testMatch: everyFrame,
      use: { viewport: phone, colorScheme: "light", hasTouch: true },
    },
    {
      name: "phone-dark",
      testMatch: everyFrame,
      use: { viewport: phone, colorScheme: "dark", hasTouch: true },
    },
    { name: "spend-path", testMatch: withoutBrowser },
  ],
});
