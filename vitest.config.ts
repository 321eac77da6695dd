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

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: "unit",
          environment: "node",
          include: ["lib/**/*.test.ts", "components/**/*.test.ts", "app/**/*.test.ts"],
          exclude: ["**/*.db.test.ts", "node_modules/**"],
          server: inline,
          // No test measures time: on a busy machine a property test takes several times as long.
          testTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: "db",
          environment: "node",
          include: ["lib/**/*.db.test.ts"],
          globalSetup: [path.join(root, "lib/testing/database-setup.ts")],
          server: inline,
          pool: "forks",
          maxWorkers: 3,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
