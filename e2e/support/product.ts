import { readFileSync } from "node:fs";
import path from "node:path";

type Runtime = { readonly pid: number; readonly environment: Readonly<Record<string, string>> };

export type RunningProduct = { readonly origin: string; readonly dataDir: string; readonly logFile: string };

let runtime: Runtime | null = null;
let replacement: RunningProduct | null = null;

/** Passes the running products to the workers through the environment: the first worker gets the first one. */
export function publishProducts(products: readonly RunningProduct[]): void {
  process.env.E2E_PRODUCTS = JSON.stringify(products);
}

/**
 * The product of this worker. No other worker uses it, so a test may count requests at the simulators, hold webhooks
 * back, take a table away or read the whole log.
 */
function ownProduct(): RunningProduct {
  if (replacement) return replacement;
  const products = JSON.parse(required("E2E_PRODUCTS")) as RunningProduct[];
  // Playwright numbers the workers that run in parallel; a worker that replaces another one takes over its number.
  const own = products[Number(process.env.TEST_PARALLEL_INDEX ?? 0)];
  if (!own) throw new Error("There are more workers than products: run the tests with --workers 1");
  return own;
}

/**
 * From now on, this process uses another product. Only for files whose project has workers of its own, before anything
 * else is asked: connections to a database stay open.
 */
export function useProduct(product: RunningProduct): void {
  replacement = product;
  runtime = null;
}

/** The running product's environment, from the file that it writes for the command line. */
export function productEnvironment(): Readonly<Record<string, string>> {
  runtime ??= JSON.parse(readFileSync(path.join(dataFolder(), "runtime.json"), "utf8")) as Runtime;
  return runtime.environment;
}

/** The product's address, as a user types it. */
export function origin(): string {
  return ownProduct().origin;
}

export function dataFolder(): string {
  return ownProduct().dataDir;
}

/** The file that receives all output of the product. */
export function logFile(): string {
  return ownProduct().logFile;
}

/** Makes the product's own verbs work in this process, with the running product's database. */
export function useProductDatabase(): void {
  Object.assign(process.env, productEnvironment(), { SIGNUP_GRANT_USD: "0" });
}

/** Name of the session cookie. It includes the port, because browsers share cookies between ports. */
export function sessionCookie(): string {
  return `counterfoil-session-${new URL(origin()).port}`;
}

export function deviceCookie(): string {
  return `counterfoil-device-${new URL(origin()).port}`;
}

export type Mail = { readonly id: string; readonly subject: string; readonly text: string };

/** The newest mail to an address with a matching subject. Waits for it up to ten seconds. */
export async function mailTo(address: string, subject: RegExp): Promise<Mail> {
  const inbox = productEnvironment().COUNTERFOIL_INBOX_URL;
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    const response = await fetch(`${inbox}/api/mails?to=${encodeURIComponent(address)}`);
    const { data } = (await response.json()) as { data: Mail[] };
    const found = data.find((mail) => subject.test(mail.subject));
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`No mail to ${address} with a subject like ${subject}`);
}

/** The first link to the product in a mail. */
export function linkIn(mail: Mail): string {
  const link = mail.text.split(/\s+/).find((word) => word.startsWith(origin()));
  if (!link) throw new Error(`No link in "${mail.subject}"`);
  return link;
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests with npm run test:e2e`);
  return value;
}
