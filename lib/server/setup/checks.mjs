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
  format: (run) => run([bin.prettier, "--check", "--log-level=warn", "."]),
  lint: (run) => run([bin.eslint, ".", "--max-warnings=0"]),
  weight: (run) => run(["lib/server/setup/weigh-pages.mjs"]),
  boundaries: (run) => run(["lib/testing/check-boundaries.mjs"]),
  unused: (run) => run([bin.knip, "--no-progress"]),
  types: async (run) =>
    (await run([bin.next, "typegen"], { quiet: true })) || run([bin.tsc, "--noEmit", "-p", "."]),
  unit: (run, args) => run([bin.vitest, "run", "--project", "unit*", ...args]),
  "test:db": (run, args) => run([bin.vitest, "run", "--project", "db", ...args]),
  "test:e2e": (run, args) =>
    run([bin.playwright, "test", "-c", "e2e/playwright.config.ts", ...args], {
      // The browser tests prepare accounts and keys with the product's own verbs, which are for servers only.
      env: { NODE_OPTIONS: "--conditions=react-server" },
    }),
};

/** The unit tests keep one core busy; the compiler and the linters run one after another on the second. */
const togetherMax = 2;

/**
 * Runs stages of named checks in order. The checks of one stage run in parallel, and all of them finish, so that one run
 * reports every problem. No stage starts after a failed one. Prints the count and returns the exit code.
 */
export async function runChecks(stages, args = []) {
  const codes = new Map();
  for (const names of stages) {
    const waiting = names.values();
    const work = async () => {
      for (const name of waiting) codes.set(name, await runCheck(name, args, names.length > 1));
    };
    await Promise.all(Array.from({ length: togetherMax }, work));
    if (names.some((name) => codes.get(name) !== 0)) break;
  }
  const failed = [...codes].filter(([, code]) => code !== 0).map(([name]) => name);
  const skipped = stages.flat().filter((name) => !codes.has(name));
  if (failed.length > 0) say(`\nfailed: ${failed.join(", ")}`);
  if (skipped.length > 0) say(`not run: ${skipped.join(", ")}`);
  say(`${codes.size - failed.length} passed, ${failed.length} failed`);
  return failed.length === 0 ? 0 : 1;
}

/** The output of a check that runs in parallel with others is printed in one piece at its end. */
async function runCheck(name, args, isBesideOthers) {
  const startedAt = Date.now();
  const pieces = [];
  const color = process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};
  const collect = (command, options = {}) =>
    runNode(command, { ...options, env: { ...color, ...options.env }, sink: (text) => pieces.push(text) });
  if (!isBesideOthers) say(`\n── ${name}`);
  const code = await checks[name](isBesideOthers ? collect : runNode, args);
  if (isBesideOthers) say([`\n── ${name}`, ...pieces].join("\n").trimEnd());
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  say(`${code === 0 ? "passed" : "FAILED"}: ${name} (${seconds} s)`);
  return code;
}
