import { existsSync } from "node:fs";
import path from "node:path";
import { tmpdir } from "node:os";

export type BrowserLaunch = { executablePath: string; args: string[]; env: Record<string, string> };

const installed = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/**
 * The browser of this machine: CHROMIUM_PATH, an installed one, or the one in an npm package, so that a machine with
 * only Node can run the tests. The package's own arguments are not used: its single process exits with the first
 * context.
 */
export async function findBrowser(): Promise<BrowserLaunch> {
  const own = process.env.CHROMIUM_PATH ?? installed.find((file) => existsSync(file));
  if (own) return { executablePath: own, args: quiet, env: environment() };
  // Makes the package unpack system libraries that a bare machine lacks. Read when the package is imported.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= "nodejs22.x";
  const { default: chromium } = await import("@sparticuz/chromium");
  const executablePath = await chromium.executablePath();
  const libraries = path.join(tmpdir(), "al2023", "lib");
  return {
    executablePath,
    // Without a graphics processor, drawing as if there were one takes a third of the time of all tests.
    args: ["--no-sandbox", "--no-zygote", "--disable-gpu", "--disable-quic"],
    env: { ...environment(), LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: path.join(tmpdir(), "fonts") },
  };
}

function environment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
