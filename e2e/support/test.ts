import { test as base, expect, type Locator, type Page } from "@playwright/test";
import { type Rules, rememberColors, violationsOn } from "./accessibility";
import { type Account, makeAccount, makeSession } from "./accounts";
import { origin, sessionCookie } from "./product";

type Fixtures = {
  /** A signed-in user with $10.00 in credits. */
  readonly account: Account;
  /** Signs a user in in this browser, without the form. */
  readonly signIn: (account: Account) => Promise<void>;
  /** Fails the test if the console or the page reported an error that the test did not allow. */
  readonly quietConsole: { allow(pattern: RegExp): void };
};

export const test = base.extend<Fixtures>({
  baseURL: async ({}, use) => use(origin()),

  quietConsole: [
    async ({ page }, use) => {
      const problems: string[] = [];
      const allowed: RegExp[] = [];
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning") problems.push(message.text());
      });
      page.on("pageerror", (error) => problems.push(error.message));
      await use({ allow: (pattern) => void allowed.push(pattern) });
      expect(problems.filter((text) => !allowed.some((pattern) => pattern.test(text)))).toEqual([]);
    },
    { auto: true },
  ],

  signIn: async ({ context }, use) => {
    await use(async (account) => {
      const value = await makeSession(account);
      await context.addCookies([
        { name: sessionCookie(), value, url: origin(), httpOnly: true, sameSite: "Lax" },
      ]);
    });
  },

  account: async ({ signIn }, use) => {
    const account = await makeAccount({ credits: "10" });
    await signIn(account);
    await use(account);
  },
});

/** For tests that only need a signed-in browser: every test has the `account` fixture, whether it names it or not. */
export const signedInTest = test.extend<{ readonly signedIn: Account }>({
  signedIn: [async ({ account }, use) => use(account), { auto: true }],
});

export { expect };

/** Signs in through the form, for tests about signing in. */
export async function fillSignIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("Email address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Expects no violation that can be detected automatically, once the page stands still. */
async function expectAccessible(page: Page, rules: readonly Rules[]): Promise<void> {
  // After client-side navigation, a page's title arrives at the end of its stream.
  await expect(page).toHaveTitle(/\S/);
  await settled(page);
  expect(await violationsOn(page, rules)).toEqual([]);
}

/** Expects that the page does not scroll sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const excess = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(excess).toBeLessThanOrEqual(0);
}

/** Checks the page's accessibility in the test's width and theme. */
export async function expectSound(page: Page): Promise<void> {
  await expectAccessible(page, ["structure", "colors"]);
  await expectNoSidewaysScroll(page);
}

/**
 * Checks the page in both themes, on desktop and on the narrowest screen. Restores its state.
 *
 * Nothing is checked twice: themes differ in colors only, so the other rules are checked once for each width. Most text
 * has the same colors in both widths, so the narrow screen's are checked where they, or the elements, are others.
 */
export async function expectSoundEverywhere(page: Page): Promise<void> {
  const before = page.viewportSize();
  const passes = [
    { width: 1280, colorScheme: "light", rules: ["structure", "colors"] },
    { width: 1280, colorScheme: "dark", rules: ["colors"] },
    { width: 320, colorScheme: "dark", rules: ["new-colors"] },
    { width: 320, colorScheme: "light", rules: ["structure", "new-colors"] },
  ] as const;
  for (const { width, colorScheme, rules } of passes) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page, rules);
    await expectNoSidewaysScroll(page);
    if (width === 1280) await rememberColors(page);
  }
  if (before) await page.setViewportSize(before);
}

/** Expects that the field is described by its error, as read by a screen reader. */
export async function expectFieldError(field: Locator, text: RegExp): Promise<void> {
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveAccessibleDescription(text);
}

/** Presses Tab until the element has the focus, like a user without a pointer. */
export async function tabTo(page: Page, target: Locator, stepsMax = 60): Promise<void> {
  for (let step = 0; step < stepsMax; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${target}`);
}

/** True if the page has not been reloaded since `mark` was taken. */
export async function loadMark(page: Page): Promise<number> {
  return page.evaluate(() => performance.timeOrigin);
}

/**
 * Waits for transitions, because the contrast of intermediate colors does not count. It requests one frame after another:
 * the browser may draw none of an idle page, and then no transition ends.
 */
async function settled(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const look = () => {
          const isFading = document.getAnimations().some(
            ({ effect, playState, timeline }) =>
              // One that follows the scroll position runs as long as there is something to scroll.
              timeline === document.timeline &&
              playState === "running" &&
              effect?.getComputedTiming().iterations !== Infinity,
          );
          if (isFading) requestAnimationFrame(look);
          else resolve();
        };
        requestAnimationFrame(look);
      }),
  );
}
