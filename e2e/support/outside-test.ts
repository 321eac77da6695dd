import { expect, test as base } from "@playwright/test";
import { type Outside, startOutside } from "./outside";

/**
 * Tests that play the world around the product: callers, readers, the provider, the operating system. No browser.
 * One product for all files of a worker; a failed test gets a new worker, and with it a new product.
 */
export const test = base.extend<object, { outside: Outside }>({
  outside: [
    async ({}, use) => {
      const outside = await startOutside();
      await use(outside);
      await outside.end();
    },
    // A launch builds the pages when their sources have changed.
    { scope: "worker", timeout: 5 * 60_000 },
  ],
});

export { expect };
