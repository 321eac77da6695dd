import "server-only";
import { OperatorProblem } from "@/lib/kernel/operator-problem";
import { envSchema, parseEnv } from "@/lib/config/env";
import { isLoopback, type SandboxDecision, decideSandbox } from "../rules/sandbox-mode";
import type { KeptSecrets } from "./secrets";

/** The operator's settings, before any part runs. */
export type Configuration = {
  readonly port: number;
  readonly appUrl: string;
  readonly baseDir: string;
  /** Addresses to listen on; only loopback while APP_URL is local. */
  readonly hosts: readonly string[];
  readonly sandbox: SandboxDecision;
};

/** The start failed for reasons that the operator can fix. The message names all of them. */
export class ConfigurationError extends OperatorProblem {}

/** Placeholders for variables that the supervisor sets itself, so that the operator's own can be validated. */
const placeholders = {
  DATABASE_URL: "postgresql://127.0.0.1/counterfoil",
  AUTH_SECRET: "f3Kq8Zt1Vw6Xn2Rb7Ly4Pd9Hs5Jm0Gc-judging",
  ENCRYPTION_KEY: "f3Kq8Zt1Vw6Xn2Rb7Ly4Pd9Hs5Jm0Gc-judging",
  STRIPE_SECRET_KEY: "sk_test_judging",
  STRIPE_WEBHOOK_SECRET: "whsec_judging_only",
  SMTP_URL: "smtp://127.0.0.1:25",
};

/**
 * Reads the operator's settings and decides what is simulated. Throws a ConfigurationError that names every missing
 * setting and every weak, example or malformed value together.
 */
export function readConfiguration(source: Readonly<Record<string, string | undefined>>): Configuration {
  const set = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ""),
  );
  const judged = envSchema.safeParse({ ...placeholders, ...set });
  const problems = judged.success
    ? []
    : judged.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  const port = judged.data?.PORT ?? 3000;
  const appUrl = (set.APP_URL ?? `http://localhost:${port}`).replace(/\/+$/, "");
  const mode = set.SANDBOX === "on" || set.SANDBOX === "off" ? set.SANDBOX : "auto";
  const sandbox = decideSandbox({ mode, appUrl, configured: new Set(Object.keys(set)) });
  const missing = sandbox.missing.map((name) => `${name}: is missing`);
  if (set.STRIPE_API_BASE && !set.STRIPE_SECRET_KEY?.includes("_test_")) {
    problems.push("STRIPE_API_BASE: only with a test key (sk_test_…) in STRIPE_SECRET_KEY");
  }
  if (missing.length + problems.length > 0)
    throw new ConfigurationError(describeProblems([...missing, ...problems], sandbox, appUrl));
  const hosts = set.LISTEN_HOST ? [set.LISTEN_HOST] : isLoopback(appUrl) ? ["127.0.0.1", "::1"] : ["::"];
  return { port, appUrl, baseDir: set.DATA_DIR ?? ".data", hosts, sandbox };
}

function describeProblems(lines: readonly string[], sandbox: SandboxDecision, appUrl: string): string {
  const why = sandbox.allowed
    ? "The configuration is not usable:"
    : `Not started: real services are required (APP_URL is ${appUrl}; SANDBOX=on would allow simulators), and these settings need fixing:`;
  return [why, ...lines.map((line) => `  ${line}`)].join("\n");
}

/** Addresses of the parts that the supervisor started; null for real services. */
export type StartedParts = {
  readonly databaseUrl: string | null;
  readonly stripeUrl: string | null;
  readonly smtpUrl: string | null;
  readonly inboxUrl: string | null;
  readonly providerUrl: string | null;
};

/**
 * The complete environment of every process of the instance. `secrets` is null where none may be generated. The
 * operator's settings win, except for variables that only the supervisor sets.
 */
export function composeEnvironment(
  source: Readonly<Record<string, string | undefined>>,
  configuration: Configuration & { readonly dataDir: string },
  secrets: KeptSecrets | null,
  started: StartedParts,
): Record<string, string> {
  const chosen: Record<string, string | null | undefined> = {
    PORT: String(configuration.port),
    APP_URL: configuration.appUrl,
    DATA_DIR: configuration.dataDir,
    DATABASE_URL: started.databaseUrl ?? source.DATABASE_URL,
    AUTH_SECRET: source.AUTH_SECRET || secrets?.AUTH_SECRET,
    ENCRYPTION_KEY: source.ENCRYPTION_KEY || secrets?.ENCRYPTION_KEY,
    STRIPE_SECRET_KEY: started.stripeUrl ? secrets?.STRIPE_SECRET_KEY : source.STRIPE_SECRET_KEY,
    STRIPE_WEBHOOK_SECRET: started.stripeUrl ? secrets?.STRIPE_WEBHOOK_SECRET : source.STRIPE_WEBHOOK_SECRET,
    STRIPE_API_BASE: started.stripeUrl ?? source.STRIPE_API_BASE,
    SMTP_URL: started.smtpUrl ?? source.SMTP_URL,
    COUNTERFOIL_SANDBOX_PARTS: configuration.sandbox.parts.join(","),
    COUNTERFOIL_INBOX_URL: started.inboxUrl,
    COUNTERFOIL_PROVIDER_URL: started.providerUrl,
    NEXT_TELEMETRY_DISABLED: "1",
  };
  const environment: Record<string, string> = {};
  // Only the start uses the owner of the tables; no running process gets its URL.
  const { DATABASE_URL_OWNER: _owner, ...inherited } = source;
  for (const [name, value] of Object.entries({ ...inherited, ...chosen })) {
    if (value) environment[name] = value;
  }
  parseEnv(environment);
  return environment;
}
