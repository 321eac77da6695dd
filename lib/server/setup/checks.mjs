import { runNode, say } from "./run.mjs";

const bin = {
  prettier: "node_modules/prettier/bin/prettier.cjs",
  eslint: "node_modules/eslint/bin/eslint.js",
  next: "node_modules/next/dist/bin/next",
  knip: "node_modules/knip/bin/knip.js",
  tsc: "node_modules/typescript/bin/tsc",
  vitest: "node_modules/vitest/vitest.mjs",
  playwright: "node_modules/@playwright/test/cli.js",
};

const checks = {
  format: () => runNode([bin.prettier, "--check", "--log-level=warn", "."]),
  lint: () => runNode([bin.eslint, ".", "--max-warnings=0"]),
  boundaries: () => runNode(["lib/testing/check-boundaries.mjs"]),
  unused: () => runNode([bin.knip, "--no-progress"]),
  types: async () =>
    (await runNode([bin.next, "typegen"], { quiet: true })) || runNode([bin.tsc, "--noEmit", "-p", "."]),
  unit: (args = []) => runNode([bin.vitest, "run", "--project", "unit", ...args]),
  "test:db": (args = []) => runNode([bin.vitest, "run", "--project", "db", ...args]),
  // The browser tests prepare accounts and keys with the product's own verbs, which are for servers only.
  "test:e2e": (args = []) =>
    runNode([bin.playwright, "test", "-c", "e2e/playwright.config.ts", ...args], {
      env: { NODE_OPTIONS: "--conditions=react-server" },
    }),
};

/** Runs the named checks in order, stops at the first that fails, ends with the count. Returns the exit code. */
export async function runChecks(names, args = []) {
  let passed = 0;
  let failed = 0;
  for (const name of names) {
    const startedAt = Date.now();
    say(`\n── ${name}`);
    const code = await checks[name](args);
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
    say(`${code === 0 ? "passed" : "FAILED"}: ${name} (${seconds} s)`);
    if (code === 0) passed += 1;
    else failed += 1;
    if (code !== 0) break;
  }
  const skipped = names.length - passed - failed;
  if (skipped > 0) say(`not run: ${names.slice(-skipped).join(", ")}`);
  say(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
