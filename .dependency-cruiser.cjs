// Direction of imports (lib/README.md). A rule is real when a command fails: `npm run check` runs this through
// lib/testing/check-boundaries.mjs, which also fails when it saw fewer files than exist, when modules of lib import each
// other in a circle, and when lib/README.md does not name one of them.

// Which domain modules each domain module may call. Absent means forbidden; a change here is a decision.
const mayUse = {
  // Grants and corrections write their line of the audit log in the transaction that moves the money.
  // Verifications are recorded runs, as reconciliations are.
  ledger: ["audit", "jobs"],
  activity: ["ledger", "catalog"],
  catalog: [],
  // Accounts, privacy and billing tell it what they removed.
  deletions: [],
  audit: [],
  mail: [],
  // An account that is deleted takes its requests and disclosures with it; accounts does that in its own transaction.
  "data-requests": ["mail"],
  disclosures: ["audit", "mail"],
  "interface-events": [],
  jobs: [],
  // Alerts about security are lines of the security log, and their mails can disable a key.
  alerts: ["mail", "audit", "accounts", "keys"],
  accounts: ["workspaces", "ledger", "audit", "mail", "deletions"],
  workspaces: ["ledger", "audit", "mail"],
  // Guardrails name models and providers of the catalog.
  // Rotations are lines of the security log.
  keys: ["workspaces", "catalog", "ledger", "audit", "mail", "accounts"],
  billing: ["workspaces", "ledger", "alerts", "audit", "mail", "jobs", "deletions"],
  privacy: ["workspaces", "activity", "catalog", "ledger", "audit", "mail", "deletions"],
  gateway: ["workspaces", "keys", "catalog", "ledger", "activity", "privacy"],
  health: ["ledger", "privacy", "gateway", "keys"],
  operator: [],
  statements: ["workspaces", "ledger", "activity"],
  backup: ["activity", "accounts", "ledger", "privacy"],
};
const names = Object.keys(mayUse);
const any = `(${names.join("|")})`;
const TEST = "\\.test\\.tsx?$|^e2e/|^prisma/|^lib/testing/";
const ban = (name, from, to) => ({ name, severity: "error", from, to });
const fence = (pkg, home) =>
  ban(
    `fence-${pkg.replace(/\W+/g, "-")}`,
    { pathNot: `${home}|${TEST}` },
    { path: `(^|node_modules/)${pkg}(/|$)` },
  );

module.exports = {
  forbidden: [
    ban("no-cycle", {}, { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } }),
    ...names.map((name) =>
      ban(
        `order-${name}`,
        { path: `^lib/${name}/`, pathNot: TEST },
        // Pure rules of another module are open to everyone; its verbs are not.
        { path: `^lib/${any}/`, pathNot: `^lib/(${[name, ...mayUse[name]].join("|")})/|^lib/[^/]+/rules/` },
      ),
    ),
    ban(
      "internal-is-private",
      { path: "^lib/([^/]+)/", pathNot: "^lib/testing/" },
      { path: "^lib/[^/]+/internal/", pathNot: "^lib/$1/" },
    ),
    ban("internal-is-private-outside-lib", { pathNot: `^lib/|${TEST}` }, { path: "^lib/[^/]+/internal/" }),
    ban(
      "rules-are-pure",
      { path: "^lib/(kernel|[^/]+/rules)/", pathNot: TEST },
      { path: "^(app|components|lib)/", pathNot: "^lib/(kernel|[^/]+/rules)/" },
    ),
    ban(
      "rules-need-no-packages",
      { path: "^lib/(kernel|[^/]+/rules)/", pathNot: TEST },
      // zod parses; temporal-polyfill knows time zones. Both are arithmetic without I/O.
      { dependencyTypes: ["core", "npm", "npm-dev"], pathNot: "zod|temporal-polyfill" },
    ),
    ban(
      "domain-ignores-delivery",
      { path: `^lib/(${any}|kernel|db|config)/`, pathNot: TEST },
      {
        path: "^(app|components|lib/(http|web|auth|api|server))/|(^|node_modules/)(next|react|react-dom)(/|$)",
      },
    ),
    ban(
      "components-see-rules-only",
      { path: "^components/", pathNot: TEST },
      { path: "^(app|lib)/", pathNot: "^lib/(kernel|[^/]+/rules)/|^lib/config/product" },
    ),
    ban("app-never-touches-db", { path: "^app/" }, { path: "^lib/db/" }),
    ban(
      "web-and-auth-serve-app",
      { path: "^lib/", pathNot: `^lib/(web|auth)/|${TEST}` },
      { path: "^lib/(web|auth)/" },
    ),
    ban(
      "http-serves-delivery",
      { path: "^lib/", pathNot: `^lib/(http|web|auth|api|server)/|${TEST}` },
      { path: "^lib/http/" },
    ),
    ban(
      "http-knows-no-module",
      { path: "^lib/http/", pathNot: TEST },
      { path: "^(app|components|lib)/", pathNot: "^lib/(http|kernel|config|db)/" },
    ),
    ban("sandbox-is-a-stranger", { pathNot: `^lib/sandbox/|${TEST}` }, { path: "^lib/sandbox/" }),
    ban(
      "sandbox-knows-nobody",
      { path: "^lib/sandbox/", pathNot: TEST },
      { path: "^(app|components|lib)/", pathNot: "^lib/(sandbox|kernel)/" },
    ),
    ban(
      "server-is-the-top",
      { path: "^(app|components|lib)/", pathNot: `^lib/server/|${TEST}` },
      { path: "^lib/server/" },
    ),
    ban("testing-only-from-tests", { pathNot: TEST }, { path: "^lib/testing/" }),
    // It reaches nearly every module. Pages read the API's document instead (lib/api/api-reference.ts).
    ban(
      "api-is-served-by-its-entries",
      { pathNot: `^lib/server/|^app/api/v1/|${TEST}` },
      { path: "^lib/api/app\\.ts$" },
    ),
    fence("stripe", "^lib/(billing/internal|sandbox)/"),
    fence("next-auth", "^(lib/auth|app/api/auth)/"),
    fence("recharts", "^components/charts/"),
    fence("@prisma", "^lib/db/|^prisma.config.ts"),
    fence("@base-ui", "^components/"),
    fence("pdfkit", "^lib/pdf/"),
    fence("fontkit", "^lib/pdf/"),
    fence("nodemailer", "^lib/(mail/|auth/)"),
    // A start that loads the engine takes 0.2 s and 60 MB more. Only development compares the schema with the migrations.
    ban(
      "product-without-schema-engine",
      { path: "^(app/|lib/server/(main|commands/counterfoil)\\.ts$)" },
      { path: "^lib/db/compare-schema|(^|node_modules/)@prisma/schema-engine-wasm/", reachable: true },
    ),
    ban("fence-generated", { pathNot: `^lib/db/|${TEST}` }, { path: "^lib/db/generated/(client|internal)" }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(\\.next|\\.build|\\.data|\\.test)|^lib/db/generated/(models|internal)" },
    enhancedResolveOptions: {
      conditionNames: ["import", "require", "node", "default", "types"],
      exportsFields: ["exports"],
    },
  },
};
