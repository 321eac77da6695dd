import AxeBuilder from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { type Account, makeAccount } from "./accounts";
import { origin } from "./product";

type Fixtures = {
  /** A signed-in person with $10.00 in credits. */
  readonly account: Account;
  readonly signIn: (account: Account) => Promise<void>;
  /** Fails the test when the console or the page reported an error that the test did not name. */
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

  signIn: async ({ page }, use) => {
    await use((account) => signInOn(page, account));
  },

  account: async ({ page }, use) => {
    const account = await makeAccount({ credits: 10 });
    await signInOn(page, account);
    await use(account);
  },
});

export { expect };

async function signInOn(page: Page, account: Account): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail address").fill(account.email);
  await page.getByLabel("Password", { exact: true }).fill(account.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(/\/activity/);
}

/** No violation of WCAG 2.2 AA that a machine can see. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`,
  );
  expect(found).toEqual([]);
}

/** The page fits its width: nothing makes it scroll sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const excess = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(excess).toBeLessThanOrEqual(0);
}
