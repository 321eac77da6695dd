import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { defineConfig } from "vitest/config";

const root = import.meta.dirname;

// `server-only` throws outside a React Server environment; the condition below is what Next itself sets,
// so the same import guard works in tests without being mocked. Global set-up runs outside the projects' conditions:
// for it the alias names the file that the condition leads to.
const shared = {
  resolve: {
    alias: { "@": root, "server-only": path.join(root, "node_modules/server-only/empty.js") },
    conditions: ["react-server", "node"],
  },
  ssr: {
    resolve: { conditions: ["react-server", "node"], externalConditions: ["node"] },
  },
};
const inline = { deps: { inline: ["server-only"] } };

const unitTests = ["lib", "components", "app"]
  .flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map((name) =>
      path.join(folder, name),
    ),
  )
  .filter((name) => name.endsWith(".test.ts") && !name.endsWith(".db.test.ts"));
/** The environment is read once per process, so a test that sets it needs a process of its own. */
const settingEnvironment = unitTests.filter((name) =>
  /process\.env|stubEnv/.test(readFileSync(path.join(root, name), "utf8")),
);

const unit = {
  environment: "node" as const,
  server: inline,
  // No test measures time: on a busy machine a property test takes several times as long.
  testTimeout: 60_000,
};

// Where files share a process, it is because starting one and loading modules takes longer than most tests.
export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          ...unit,
          name: "unit",
          include: unitTests.filter((name) => !settingEnvironment.includes(name)),
          isolate: false,
        },
      },
      { ...shared, test: { ...unit, name: "unit-environment", include: settingEnvironment } },
      {
        ...shared,
        test: {
          name: "db",
          environment: "node",
          include: ["lib/**/*.db.test.ts"],
          globalSetup: [path.join(root, "lib/testing/database-setup.ts")],
          setupFiles: [path.join(root, "lib/testing/fresh-modules.ts")],
          server: inline,
          pool: "forks",
          maxWorkers: 3,
          isolate: false,
          // Ends what hangs. Some tests take ten seconds, and twelve times as long on a machine that is busy with more.
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
