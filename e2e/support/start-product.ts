import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { launch, root } from "./launch";
import { problemsIn } from "./log";

/**
 * Starts the product with an empty data folder, and stops it after the last test. Its ledger must then be clean, and
 * its log must have no error, warning, secret or content. While you write tests, E2E_ORIGIN, E2E_DATA_DIR and E2E_LOG
 * can name a running product, which is left running.
 */
export default async function startProduct(): Promise<() => Promise<void>> {
  if (process.env.E2E_ORIGIN && process.env.E2E_DATA_DIR) return async () => undefined;
  const folder = path.join(root, ".test/e2e");
  rmSync(folder, { recursive: true, force: true });
  const product = await launch(folder);
  const { environment } = JSON.parse(readFileSync(path.join(product.dataDir, "runtime.json"), "utf8")) as {
    environment: Record<string, string>;
  };
  process.env.E2E_ORIGIN = product.origin;
  process.env.E2E_DATA_DIR = product.dataDir;
  process.env.E2E_LOG = product.logFile;
  return async () => {
    const ledger = verifyLedger(product.dataDir);
    await product.stop();
    const problems = problemsIn(readFileSync(product.logFile, "utf8"), environment);
    if (!ledger.includes("The ledger is clean.")) problems.push(ledger);
    if (problems.length > 0) throw new Error(`After the last test:\n${problems.join("\n")}`);
  };
}

/** Output of `verify-ledger` for a running product. */
export function verifyLedger(dataDir: string): string {
  const command = [path.join(root, "lib/server/bootstrap.mjs"), "counterfoil", "verify-ledger"];
  const { PATH, HOME } = process.env;
  try {
    return execFileSync(process.execPath, command, {
      cwd: root,
      encoding: "utf8",
      env: { PATH, HOME, DATA_DIR: dataDir } as unknown as NodeJS.ProcessEnv,
    });
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout ?? error);
  }
}
