import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { Nanos } from "@/lib/kernel/money";
import { type PaymentMethod, paymentMethods } from "@/lib/kernel/payment-methods";
import { type Contacts, contactsOf, contactVariables } from "./contacts";
import { type OperatorFacts, operatorFactsOf, operatorFactVariables } from "./operator-facts";
import {
  address,
  databaseAddress,
  dollars,
  isHost,
  isMailAddress,
  isNetwork,
  isSender,
  list,
  listOf,
  modelName,
  oneOf,
  origin,
  sampledBy,
  secret,
  someOf,
  whole,
} from "./env-values";

/**
 * The only reader of the environment. Parsed on first use, never on import, so that the product can be built without
 * secrets. What the supervisor generated or started (secrets, embedded database, simulators) arrives as ordinary
 * variables: it passes every process it starts a complete environment.
 */
export type Env = {
  readonly isProduction: boolean;
  readonly port: number;
  /** Origin of every link and redirect; no trailing slash. */
  readonly appUrl: string;
  readonly dataDir: string;
  readonly databaseUrl: string;
  /** Most database connections of one instance, for all its processes together. */
  readonly databaseConnections: number;
  /** Which of the instance's processes this is; each gets its share of the connections. */
  readonly processKind: "server" | "pages" | "command";
  readonly authSecret: string;
  /** 32 bytes, for content and secrets at rest. */
  readonly encryptionKey: Buffer;
  /** The previous key, while data sealed with it is re-encrypted; null when there is none. */
  readonly previousEncryptionKey: Buffer | null;
  readonly stripe: {
    readonly secretKey: string;
    readonly webhookSecret: string;
    readonly previousWebhookSecret: string | null;
    readonly apiBase: string | null;
    /** Stripe adds sales tax or VAT on top of new purchases. */
    readonly automaticTax: boolean;
  };
  /** What the payment page offers; at least one. */
  readonly paymentMethods: readonly PaymentMethod[];
  readonly smtpUrl: string;
  readonly mailFrom: string;
  readonly contacts: Contacts;
  readonly operatorFacts: OperatorFacts;
  readonly sandbox: Sandbox;
  readonly catalogFile: string | null;
  /** A sorted list of leaked passwords, or of their SHA-1 hashes, in addition to the built-in one. */
  readonly leakedPasswordsFile: string | null;
  /** Purchase fee in parts per million of the credits bought: 5.5% is 55,000. */
  readonly feePartsPerMillion: bigint;
  readonly feeMinNanos: Nanos;
  readonly signupGrantNanos: Nanos;
  /** Days after which purchased credits expire; 0: never. */
  readonly creditExpiryDays: number;
  /** Years that billing records are kept after their account was deleted. */
  readonly billingRetentionYears: number;
  /** Months that a data request is kept after it was answered. */
  readonly dataRequestRetentionMonths: number;
  readonly freeRequestsPerDay: number;
  readonly freeRequestsPerMinute: number;
  readonly completions: CompletionBounds;
  /** The model that names the category of sampled prompts, and how many of 10,000 requests are sampled. Null: off. */
  readonly categorization: { readonly model: string; readonly sample: number } | null;
  readonly operatorEmails: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly metricsToken: string | null;
  readonly logLevel: string;
};

/** Limits of running completions. */
type CompletionBounds = {
  /** Longest completion of a provider; after that it is ended and billed for what was produced. */
  readonly answerMsMax: number;
  /** How long a client may read nothing before its connection is closed. */
  readonly stalledReaderMs: number;
  /** How long running completions may continue after SIGTERM. */
  readonly shutdownMs: number;
  /** Most concurrent completions in this process. */
  readonly perKeyMax: number;
  readonly perWorkspaceMax: number;
  readonly perProcessMax: number;
};

/** Which services are simulators. `forced` means SANDBOX=on, which every page states in red. */
type Sandbox = {
  readonly stripe: boolean;
  readonly mail: boolean;
  readonly provider: boolean;
  readonly forced: boolean;
  readonly inboxUrl: string | null;
  readonly providerUrl: string | null;
};

/** Variables and their defaults; a test compares `.env.example` with these names. */
export const envSchema = z.object({
  NODE_ENV: z.string().default("development"),
  PORT: whole(1, 65_535, 3_000),
  APP_URL: origin,
  DATABASE_URL: databaseAddress,
  /** The owner of the tables, only for the launcher: no running process gets it. */
  DATABASE_URL_OWNER: databaseAddress.optional(),
  /** Connections of one instance. The minimum is what all pools need; see lib/db/connection-budget.ts. */
  DATABASE_CONNECTIONS: whole(20, 10_000, 45),
  /** Address to listen on. Default: only this machine while APP_URL is http on a loopback name, else every address. */
  LISTEN_HOST: z.string().refine(isHost, "must be an address of this machine, such as 0.0.0.0").optional(),
  DATA_DIR: z.string().default(".data"),
  AUTH_SECRET: secret,
  ENCRYPTION_KEY: secret,
  ENCRYPTION_KEY_PREVIOUS: secret.optional(),
  STRIPE_SECRET_KEY: z.string().regex(/^(sk|rk)_(test|live)_/, "must be a Stripe secret key"),
  STRIPE_WEBHOOK_SECRET: z.string().regex(/^whsec_.{8,}/, "must be the webhook's signing secret (whsec_…)"),
  STRIPE_WEBHOOK_SECRET_PREVIOUS: z
    .string()
    .regex(/^whsec_.{8,}/, "must be the webhook's previous signing secret (whsec_…)")
    .optional(),
  STRIPE_API_BASE: address(["http", "https"], "must be an http or https address").optional(),
  STRIPE_AUTOMATIC_TAX: oneOf(["on", "off"], "off"),
  PAYMENT_METHODS: someOf(paymentMethods),
  SMTP_URL: address(["smtp", "smtps"], "must be an smtp:// or smtps:// address"),
  MAIL_FROM: z
    .string()
    .refine(isSender, "must be an address, or a name with one: Console <no-reply@example.com>")
    .default("Counterfoil <no-reply@localhost>"),
  ...contactVariables,
  ...operatorFactVariables,
  SANDBOX: oneOf(["auto", "on", "off"], "auto"),
  CATALOG_FILE: z.string().optional(),
  LEAKED_PASSWORDS_FILE: z.string().optional(),
  FEE_PERCENT: z
    .string()
    .regex(/^\d{1,2}(\.\d{1,4})?$/, "must be a percentage such as 5.5")
    .default("5.5"),
  FEE_MIN_USD: dollars,
  SIGNUP_GRANT_USD: dollars,
  CREDIT_EXPIRY_DAYS: whole(0, 36_500, 0).refine(
    (days) => days === 0 || days >= 60,
    "must be 0 (never) or at least 60, because customers are warned 30 days ahead",
  ),
  BILLING_RETENTION_YEARS: whole(1, 100, 10),
  DATA_REQUEST_RETENTION_MONTHS: whole(1, 120, 24),
  FREE_REQUESTS_PER_DAY: whole(0, 1_000_000, 200),
  FREE_REQUESTS_PER_MINUTE: whole(0, 1_000_000, 20),
  ANSWER_SECONDS_MAX: whole(1, 1_000_000, 600),
  STALLED_READER_SECONDS: whole(1, 1_000_000, 60),
  SHUTDOWN_SECONDS: whole(0, 1_000_000, 60),
  COMPLETIONS_PER_KEY_MAX: whole(1, 1_000_000, 512),
  COMPLETIONS_PER_WORKSPACE_MAX: whole(1, 1_000_000, 1_024),
  COMPLETIONS_MAX: whole(1, 1_000_000, 4_096),
  CATEGORIZATION_MODEL: modelName.optional(),
  CATEGORIZATION_SAMPLE: whole(0, 10_000, 0),
  OPERATOR_EMAILS: listOf(isMailAddress, "an e-mail address"),
  TRUSTED_PROXIES: listOf(isNetwork, "an address or a network such as 10.0.0.0/8"),
  /** Lets a scraper on another machine read /api/metrics. Without it, only this machine may. */
  METRICS_TOKEN: z.string().min(16, "must have at least 16 characters").optional(),
  LOG_LEVEL: oneOf(["debug", "info", "warn", "error", "silent"], "info"),
  /** Set only by the product's processes. */
  COUNTERFOIL_PROCESS: oneOf(["server", "pages", "command"], "server"),
  /** Set only by the supervisor: which services are simulators, and their addresses. */
  COUNTERFOIL_SANDBOX_PARTS: list,
  COUNTERFOIL_INBOX_URL: z.string().optional(),
  COUNTERFOIL_PROVIDER_URL: z.string().optional(),
});

let cached: Env | null = null;

/** The parsed environment. Throws when variables are invalid, with the name and the expected value of each. */
export function env(): Env {
  cached ??= publish(parseEnv(process.env));
  return cached;
}

/** next-auth takes the origin of its links only from this variable; without it, from the request's headers. */
function publish(parsed: Env): Env {
  process.env["NEXTAUTH_URL"] = parsed.appUrl;
  return parsed;
}

/** Base URL of the public API, for snippets and documents; built only from APP_URL. */
export function apiBase(): string {
  return `${env().appUrl}/api/v1`;
}

/** For tests and for the supervisor, which parse another process's environment. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = envSchema.safeParse(present);
  if (!result.success) throw unusable(result.error);
  const values = result.data;
  const sandboxParts = new Set(values.COUNTERFOIL_SANDBOX_PARTS);
  const appUrl = (values.APP_URL ?? `http://localhost:${values.PORT}`).replace(/\/+$/, "");
  if (values.STRIPE_API_BASE && !values.STRIPE_SECRET_KEY.includes("_test_")) {
    throw new OperatorProblem(
      "The configuration is not usable:\n  STRIPE_API_BASE: only with a test key (sk_test_…)",
    );
  }
  return {
    isProduction: values.NODE_ENV === "production",
    port: values.PORT,
    appUrl,
    dataDir: path.resolve(values.DATA_DIR),
    databaseUrl: values.DATABASE_URL,
    databaseConnections: values.DATABASE_CONNECTIONS,
    processKind: values.COUNTERFOIL_PROCESS,
    authSecret: values.AUTH_SECRET,
    encryptionKey: keyBytes(values.ENCRYPTION_KEY),
    previousEncryptionKey: values.ENCRYPTION_KEY_PREVIOUS ? keyBytes(values.ENCRYPTION_KEY_PREVIOUS) : null,
    stripe: {
      secretKey: values.STRIPE_SECRET_KEY,
      webhookSecret: values.STRIPE_WEBHOOK_SECRET,
      previousWebhookSecret: values.STRIPE_WEBHOOK_SECRET_PREVIOUS ?? null,
      apiBase: values.STRIPE_API_BASE ?? null,
      automaticTax: values.STRIPE_AUTOMATIC_TAX === "on",
    },
    paymentMethods: values.PAYMENT_METHODS,
    smtpUrl: values.SMTP_URL,
    mailFrom: values.MAIL_FROM,
    contacts: contactsOf(values),
    operatorFacts: operatorFactsOf(values),
    sandbox: {
      stripe: sandboxParts.has("stripe"),
      mail: sandboxParts.has("mail"),
      provider: sandboxParts.has("provider"),
      forced: values.SANDBOX === "on",
      inboxUrl: values.COUNTERFOIL_INBOX_URL ?? null,
      providerUrl: values.COUNTERFOIL_PROVIDER_URL ?? null,
    },
    catalogFile: values.CATALOG_FILE ?? null,
    leakedPasswordsFile: values.LEAKED_PASSWORDS_FILE ?? null,
    feePartsPerMillion: percentPartsPerMillion(values.FEE_PERCENT),
    feeMinNanos: values.FEE_MIN_USD ?? 800_000_000n,
    signupGrantNanos: values.SIGNUP_GRANT_USD ?? (sandboxParts.size > 0 ? 1_000_000_000n : 0n),
    creditExpiryDays: values.CREDIT_EXPIRY_DAYS,
    billingRetentionYears: values.BILLING_RETENTION_YEARS,
    dataRequestRetentionMonths: values.DATA_REQUEST_RETENTION_MONTHS,
    freeRequestsPerDay: values.FREE_REQUESTS_PER_DAY,
    freeRequestsPerMinute: values.FREE_REQUESTS_PER_MINUTE,
    completions: {
      answerMsMax: values.ANSWER_SECONDS_MAX * 1_000,
      stalledReaderMs: values.STALLED_READER_SECONDS * 1_000,
      shutdownMs: values.SHUTDOWN_SECONDS * 1_000,
      perKeyMax: values.COMPLETIONS_PER_KEY_MAX,
      perWorkspaceMax: values.COMPLETIONS_PER_WORKSPACE_MAX,
      perProcessMax: values.COMPLETIONS_MAX,
    },
    categorization: sampledBy(values.CATEGORIZATION_MODEL, values.CATEGORIZATION_SAMPLE),
    operatorEmails: values.OPERATOR_EMAILS.map((email) => email.toLowerCase()),
    trustedProxies: values.TRUSTED_PROXIES,
    metricsToken: values.METRICS_TOKEN ?? null,
    logLevel: values.LOG_LEVEL,
  };
}

function unusable({ issues }: z.ZodError): OperatorProblem {
  const lines = issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  return new OperatorProblem(`The configuration is not usable:\n${lines.join("\n")}`);
}

function percentPartsPerMillion(text: string): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  return BigInt(whole) * 10_000n + BigInt(fraction.padEnd(4, "0"));
}

/** Base64 or hex of 32 bytes is used as it is; any other secret is hashed to 32 bytes. */
function keyBytes(text: string): Buffer {
  const decoded = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, "hex") : Buffer.from(text, "base64");
  if (decoded.length === 32) return decoded;
  return createHash("sha256").update(text).digest();
}

/** The provider key in the variable that a catalog entry names. Null when it is not set. */
export function providerKey(variable: string): string | null {
  return process.env[variable] || null;
}

/** Text of a file next to the project, for the catalog. Null when the file does not exist. */
export function readOperatorFile(file: string): string | null {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}
