import path from "node:path";
import { defineConfig } from "vitest/config";

const root = import.meta.dirname;

// `server-only` throws outside a React Server environment; the condition below is what Next itself sets,
// so the same import guard works in tests without being mocked.
const shared = {
  resolve: { alias: { "@": root }, conditions: ["react-server", "node", "import", "default"] },
  ssr: { resolve: { conditions: ["react-server", "node", "import", "default"], externalConditions: ["node"] } },
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
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
