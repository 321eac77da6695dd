import { defineConfig } from "@playwright/test";
import { findBrowser } from "./support/browser";

const browser = await findBrowser();
const desktop = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };
const summary = "./support/summary-reporter.ts";
const journey = /journey\.spec\.ts/;
/** These start, stop and kill their own product, and open hardly a page. */
const ownProduct = /(crash|recovery|spend-path-[a-z]+)\.spec\.ts/;
const pictures = /visual\.spec\.ts/;

/**
 * The journey runs on a desktop in light and on a phone in dark; the page specs check both widths and themes themselves.
 * There are no retries: flaky tests get fixed.
 *
 * Two workers open pages, and a third one runs the tests of the spend path, which mostly wait. Each has a product of its
 * own, so that no test sees what another does; a product that is already running has one worker. Projects start in this
 * order, so the limits of each add up to two workers with pages.
 */
export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  snapshotPathTemplate: "{testDir}/visual/{arg}{ext}",
  globalSetup: "./support/start-product.ts",
  workers: process.env.E2E_ORIGIN ? 1 : 3,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: process.env.CI
    ? [["list"], [summary]]
    : [["list"], ["html", { open: "never", outputFolder: "../playwright-report" }], [summary]],
  use: {
    // A step that cannot be done fails where it stands, not when the time of its test is over.
    actionTimeout: 20_000,
    screenshot: "only-on-failure",
    launchOptions: { executablePath: browser.executablePath, args: browser.args, env: browser.env },
    timezoneId: "Europe/Berlin",
    locale: "en-GB",
  },
  projects: [
    // On one worker, since they share a product of their own; the browser tests of the others get the processor.
    { name: "spend-path", testMatch: ownProduct, workers: 1 },
    // Their product has nothing but what they show, and a worker that other files don't use.
    { name: "pictures", testMatch: pictures, workers: 1 },
    {
      name: "phone-dark",
      testMatch: journey,
      workers: 1,
      use: { viewport: phone, colorScheme: "dark", hasTouch: true },
    },
    {
      name: "desktop-light",
      testIgnore: [ownProduct, pictures],
      workers: 2,
      use: { viewport: desktop, colorScheme: "light" },
    },
  ],
});
