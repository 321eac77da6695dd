import type { BrowserContext } from "@playwright/test";

/**
 * Makes the pages of a context wait for their fonts, however late they come. The product keeps a fallback then, so a
 * picture would depend on how busy the machine is.
 */
export async function showFonts(context: BrowserContext): Promise<void> {
  await context.route("**/*.css", async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replaceAll(/font-display:\s*optional/g, "font-display:block");
    await route.fulfill({ response, body });
  });
}
