import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { envSchema, parseEnv } from "./env";
import { testEnvironment } from "@/lib/testing/environment";

/** Set by Node's ecosystem or by the supervisor, never by the operator. */
const notForOperators = /^(NODE_ENV|COUNTERFOIL_.*)$/;

function example(): Record<string, string> {
  const lines = readFileSync(".env.example", "utf8").split("\n");
  const pairs = lines.filter((line) => /^[A-Z]/.test(line)).map((line) => /^([A-Z0-9_]+)=(.*)$/.exec(line));
  return Object.fromEntries(
    pairs.map((match) => [match?.[1] ?? "", (match?.[2] ?? "").replace(/^"(.*)"$/, "$1")]),
  );
}

it("the example lists every variable, and no other", () => {
  const wanted = Object.keys(envSchema.shape).filter((name) => !notForOperators.test(name));
  expect(Object.keys(example()).sort()).toEqual(wanted.sort());
});

it("the values of the example are the defaults", () => {
  const own = new Set(["PORT", "APP_URL", "LOG_LEVEL", "SANDBOX"]);
  const base = Object.fromEntries(Object.entries(testEnvironment).filter(([name]) => !own.has(name)));
  const filled = Object.fromEntries(Object.entries(example()).filter(([, value]) => value !== ""));
  const needed = { ...base, DATABASE_URL: "postgresql://127.0.0.1/x" };
  expect(parseEnv({ ...needed, ...filled })).toEqual(parseEnv(needed));
});

it("contacts are read as they are, and a bar begins a new line of the postal address", () => {
  const { contacts } = parseEnv({
    ...testEnvironment,
    DATABASE_URL: "postgresql://127.0.0.1/x",
    SUPPORT_EMAIL: "help@console.example",
    POSTAL_ADDRESS: "Console Ltd | 1 Main Street|London",
  });
  expect(contacts).toEqual({
    supportEmail: "help@console.example",
    privacyEmail: null,
    securityEmail: null,
    postalAddress: "Console Ltd\n1 Main Street\nLondon",
  });
});

it("subprocessors are separated by semicolons, their parts by bars", () => {
  const { operatorFacts } = parseEnv({
    ...testEnvironment,
    DATABASE_URL: "postgresql://127.0.0.1/x",
    LEGAL_NAME: "Console Ltd",
    SUBPROCESSORS: "Host | servers | Germany | https://host.example; Mail Co|mail|Ireland ;",
  });
  expect(operatorFacts).toEqual({
    legalName: "Console Ltd",
    hostingCountry: null,
    subprocessors: [
      { name: "Host", purpose: "servers", country: "Germany", url: "https://host.example" },
      { name: "Mail Co", purpose: "mail", country: "Ireland", url: null },
    ],
  });
});

const wrong: Readonly<Record<string, readonly string[]>> = {
  PORT: ["http", "0", "65536", "3e3", "-1", " "],
  APP_URL: ["example.com", "ftp://example.com", "https://example.com/console", "https://a:b@example.com"],
  DATABASE_URL: ["mysql://h/x", "postgresql://", "somewhere"],
  DATABASE_URL_OWNER: ["mysql://h/x", "owner"],
  DATABASE_CONNECTIONS: ["19", "10001", "all", "4.5"],
  LISTEN_HOST: ["http://0.0.0.0", "a b", "*"],
  AUTH_SECRET: ["short", "a".repeat(40), `changeme${"abcdefghijkl".repeat(4)}`],
  ENCRYPTION_KEY: ["short"],
  ENCRYPTION_KEY_PREVIOUS: ["short", "a".repeat(40)],
  STRIPE_SECRET_KEY: ["pk_live_x", "x"],
  STRIPE_WEBHOOK_SECRET: ["sec_12345678"],
  STRIPE_WEBHOOK_SECRET_PREVIOUS: ["sec_12345678"],
  STRIPE_API_BASE: ["not an address", "ftp://h"],
  STRIPE_AUTOMATIC_TAX: ["yes"],
  PAYMENT_METHODS: ["cash", "card,cash", ",", "CARD"],
  SMTP_URL: ["http://h", "smtp://"],
  MAIL_FROM: ["nobody", "Name <nobody>", "A <a@b.c>\r\nBcc: d@e.f"],
  SUPPORT_EMAIL: ["someone", "mailto:a@b.example"],
  PRIVACY_EMAIL: ["someone"],
  SECURITY_EMAIL: ["https://example.com", "mailto:"],
  POSTAL_ADDRESS: [" ", "a\nb", "a".repeat(301)],
  LEGAL_NAME: [" ", "a\nb", "[a](https://b.example)", "a".repeat(101)],
  HOSTING_COUNTRY: ["a\tb", "a".repeat(61)],
  SUBPROCESSORS: ["Example", "a|b", "a|b|c|http://d.example", "a|b|c|https://d.example|e", "a|b|[c]"],
  SANDBOX: ["yes"],
  FEE_PERCENT: ["5,5", "-1", "100", "five"],
  FEE_MIN_USD: ["-1", "free", "1e3"],
  CATEGORIZATION_MODEL: ["a model", "x;y"],
  CATEGORIZATION_SAMPLE: ["-1", "10001", "0.5", "1%"],
  SIGNUP_GRANT_USD: ["-1", "a dollar", "0.0000000001"],
  BILLING_RETENTION_YEARS: ["0", "forever"],
  DATA_REQUEST_RETENTION_MONTHS: ["0", "121", "forever"],
  CREDIT_EXPIRY_DAYS: ["-1", "30", "a year"],
  FREE_REQUESTS_PER_DAY: ["-1", "many", "1.5"],
  FREE_REQUESTS_PER_MINUTE: ["-1"],
  ANSWER_SECONDS_MAX: ["0", "10m"],
  STALLED_READER_SECONDS: ["0"],
  SHUTDOWN_SECONDS: ["-1"],
  COMPLETIONS_PER_KEY_MAX: ["0"],
  COMPLETIONS_PER_WORKSPACE_MAX: ["0"],
  COMPLETIONS_MAX: ["unlimited"],
  OPERATOR_EMAILS: ["someone", "a@b.c,d"],
  TRUSTED_PROXIES: ["10.0.0.0/33", "proxy", "10.0.0.0/8/8", "::1/129"],
  METRICS_TOKEN: ["short"],
  LOG_LEVEL: ["verbose"],
};
/** Any path is valid; whether the file is usable is only known when it is opened. */
const anyText = new Set(["DATA_DIR", "CATALOG_FILE", "LEAKED_PASSWORDS_FILE"]);

it("rejects an invalid value of any variable by the variable's name", () => {
  const names = Object.keys(envSchema.shape).filter((name) => !notForOperators.test(name));
  expect(Object.keys(wrong).sort()).toEqual(names.filter((name) => !anyText.has(name)).sort());
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      const parse = () =>
        parseEnv({ ...testEnvironment, DATABASE_URL: "postgresql://127.0.0.1/x", [name]: value });
      expect(parse, `${name}=${value}`).toThrow(
        new RegExp(`^The configuration is not usable:\\n  ${name}: `),
      );
    }
  }
});
