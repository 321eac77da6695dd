import { canary } from "../fuzz/hostile-values";
import { password } from "./accounts";

/** Entries that tests provoke on purpose; any other above "info" is a failure. */
const provoked = [
  // Stripe responds with 500 when a purchase begins.
  /"msg":"checkout could not be opened"/,
  // Stripe responds with 500 when a billing profile is copied, or its portal is opened.
  /"event":"(?:billing_profile_not_copied|portal_not_opened)".*"status":500/,
  // An operator retries an event that cannot be read.
  /"type":"charge\.refunded".*"reason":"unreadable".*"msg":"stripe event failed"/,
  // A page cannot read its table or a column of it, with Prisma or without, and neither can a region of a page.
  /"event":"page_failed".*"code":"(?:P2021|42P01)"/,
  /"code":"(?:P202[12]|P2010|42P01)".*"msg":"region failed"/,
  // Signing in cannot write its line of the security log.
  /"code":"(?:P2021|42P01)".*"msg":"action failed"/,
  // Neither can a job that needs it and runs just then.
  /"job":"[\w-]+".*"code":"(?:P2021|42P01|42703)".*"msg":"job failed"/,
  /"code":"(?:P2021|42P01)".*"msg":"stored events could not be applied"/,
  // Reads of keys fail with a database error.
  /"code":"(?:P2039|P0001)"/,
];

const secretNames = [
  "AUTH_SECRET",
  "ENCRYPTION_KEY",
  "ENCRYPTION_KEY_PREVIOUS",
  "STRIPE_SECRET_KEY",
  "STRIPE_WEBHOOK_SECRET",
  "DATABASE_URL",
];

/** Content that a log must not have: unprovoked errors and warnings, secrets, content of requests. */
export function problemsIn(log: string, environment: Readonly<Record<string, string>>): string[] {
  const blocks = entriesOf(log);
  const loud = blocks.filter((block) => isLoud(block) && !provoked.some((pattern) => pattern.test(block)));
  const secrets = secretNames
    .map((name) => environment[name])
    .filter((value) => value !== undefined && value !== "");
  const forbidden: readonly (readonly [string, RegExp | string])[] = [
    ...secrets.map((value) => ["a secret of the configuration", value ?? ""] as const),
    ["a key", /sk-or-v1-[0-9a-f]{64}/],
    ["a password", password],
    ["content of a request", "Say hello"],
    ["a value that only the fuzz tests send", canary],
    ["a stack", /^\s+at .*[(/]/m],
    ["an address", /@example\.test/],
  ];
  const leaks = forbidden
    .filter(([, what]) => (typeof what === "string" ? log.includes(what) : what.test(log)))
    .map(([name]) => `The log holds ${name}.`);
  return [...loud, ...leaks];
}

/** Each line of JSON is an entry; text between them, such as a stack, is one entry. */
function entriesOf(log: string): readonly string[] {
  const entries: string[] = [];
  let between = "";
  for (const line of log.split("\n")) {
    const startsAnew = line.startsWith("{") && line.endsWith("}");
    if (startsAnew || line.startsWith("⨯") || line.startsWith("⚠")) {
      entries.push(between);
      between = "";
    }
    if (startsAnew) entries.push(line);
    else between += `${line}\n`;
  }
  return [...entries, between].filter((entry) => entry.trim() !== "");
}

function isLoud(entry: string): boolean {
  const level = /^\{"level":(\d+)/.exec(entry)?.[1];
  if (level) return Number(level) >= 40;
  return /⨯|⚠|\b(error|warning|failed|deprecated)\b/i.test(entry);
}
