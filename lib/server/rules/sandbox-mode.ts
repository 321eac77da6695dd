/** The parts that can be simulated, and the embedded database, with the variable that names each real counterpart. */
type SandboxPart = "stripe" | "mail" | "provider";

const realCounterparts = {
  database: "DATABASE_URL",
  stripe: "STRIPE_SECRET_KEY",
  mail: "SMTP_URL",
  provider: "CATALOG_FILE",
} as const;

export type SandboxRequest = {
  readonly mode: "auto" | "on" | "off";
  readonly appUrl: string;
  /** Names of the variables with a value. */
  readonly configured: ReadonlySet<string>;
};

export type SandboxDecision = {
  /** False: the start fails if anything is missing. True: secrets may be generated and parts simulated. */
  readonly allowed: boolean;
  readonly parts: readonly SandboxPart[];
  readonly embeddedDatabase: boolean;
  /** Required variables that are not set. */
  readonly missing: readonly string[];
};

/**
 * Which simulators run, by `SANDBOX`. `auto`: for everything that is not configured, only while APP_URL is http on a
 * loopback name. `on`: anywhere. `off`: nowhere. If none may run, each missing real service is named, together with the
 * secrets that are only generated for a sandbox.
 */
export function decideSandbox(request: SandboxRequest): SandboxDecision {
  const has = (name: string) => request.configured.has(name);
  const allowed = request.mode === "on" || (request.mode === "auto" && isLoopback(request.appUrl));
  const parts = (["stripe", "mail", "provider"] as const).filter((part) => !has(realCounterparts[part]));
  // A real Stripe account signs events with its own secret in every mode.
  const always = has("STRIPE_SECRET_KEY") ? ["STRIPE_WEBHOOK_SECRET"] : [];
  if (allowed) {
    const missing = always.filter((name) => !has(name));
    return { allowed, parts, embeddedDatabase: !has("DATABASE_URL"), missing };
  }
  const required = [
    ...Object.values(realCounterparts),
    "STRIPE_WEBHOOK_SECRET",
    "AUTH_SECRET",
    "ENCRYPTION_KEY",
  ];
  return { allowed, parts: [], embeddedDatabase: false, missing: required.filter((name) => !has(name)) };
}

/** True for http on a name that can only mean this machine: localhost, anything under it, 127.0.0.0/8, [::1]. */
export function isLoopback(address: string): boolean {
  const url = parseUrl(address);
  if (url?.protocol !== "http:") return false;
  const name = url.hostname.replace(/\.$/, "");
  return (
    name === "localhost" ||
    name.endsWith(".localhost") ||
    name === "[::1]" ||
    /^127(\.\d{1,3}){3}$/.test(name)
  );
}

function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
