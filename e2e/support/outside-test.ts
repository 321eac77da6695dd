import { expect, test as base } from "@playwright/test";
import { type Outside, startOutside } from "./outside";

/**
 * Tests that simulate everything around the product: clients, the provider, the operating system. No browser. All files
 * of a worker share one product; a failed test gets a new worker, and with it a new product.
 */
export const test = base.extend<object, { outside: Outside }>({
  outside: [
    async ({}, use) => {
      const outside = await startOutside();
      await use(outside);
      await outside.end();
    },
    // A launch builds the pages if their sources have changed.
    { scope: "worker", timeout: 5 * 60_000 },
  ],
});

export { expect };
