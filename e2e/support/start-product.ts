import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { launch, type Launched, root } from "./launch";
import { problemsIn } from "./log";
import { publishProducts } from "./product";

/**
 * Starts a product with an empty data folder for each worker, and stops them after the last test. Each ledger must then
 * be clean, and each log must have no error, warning, secret or content. While you write tests, E2E_ORIGIN, E2E_DATA_DIR
 * and E2E_LOG can name a running product, which is left running.
 */
export default async function startProducts({ workers } = { workers: 1 }): Promise<() => Promise<void>> {
  const { E2E_ORIGIN: origin, E2E_DATA_DIR: dataDir, E2E_LOG: logFile = "" } = process.env;
  if (origin && dataDir) {
    publishProducts([{ origin, dataDir, logFile }]);
    return async () => undefined;
  }
  const folder = path.join(root, ".test/e2e");
  rmSync(folder, { recursive: true, force: true });
  const launches = Array.from({ length: workers }, (_, index) => launch(path.join(folder, String(index))));
  const started = await Promise.allSettled(launches);
  const products = started.flatMap((launched) => (launched.status === "fulfilled" ? [launched.value] : []));
  const failed = started.find((launched) => launched.status === "rejected");
  if (failed) {
    await Promise.all(products.map((product) => product.stop()));
    throw failed.reason;
  }
  publishProducts(products);
  return async () => {
    const problems = (await Promise.all(products.map(stopAndCheck))).flat();
    if (problems.length > 0) throw new Error(`After the last test:\n${problems.join("\n")}`);
  };
}

/** Stops a product, and returns what is wrong with its ledger or its log. */
export async function stopAndCheck(product: Launched): Promise<string[]> {
  const { environment } = JSON.parse(readFileSync(path.join(product.dataDir, "runtime.json"), "utf8")) as {
    environment: Record<string, string>;
  };
  const ledger = verifyLedger(product.dataDir);
  await product.stop();
  const problems = problemsIn(readFileSync(product.logFile, "utf8"), environment);
  return ledger.includes("The ledger is clean.") ? problems : [...problems, ledger];
}

/** Output of `verify-ledger` for a running product. */
export function verifyLedger(dataDir: string): string {
  const command = [path.join(root, "lib/server/bootstrap.mjs"), "counterfoil", "verify-ledger"];
  const { PATH, HOME } = process.env;
  try {
    return execFileSync(process.execPath, command, {
      cwd: root,
      encoding: "utf8",
      // Its progress goes to standard error and would appear between the test results.
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH, HOME, DATA_DIR: dataDir } as unknown as NodeJS.ProcessEnv,
    });
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout ?? error);
  }
}
