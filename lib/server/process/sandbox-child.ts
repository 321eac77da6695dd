import "server-only";
import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Configuration, StartedParts } from "./configuration";
import { type Child, superviseChild } from "./child";
import { keepPorts } from "./ports";
import { sandboxProgram } from "./sandbox-program";
import type { KeptSecrets } from "./secrets";

export type SandboxChild = {
  readonly child: Child | null;
  readonly addresses: Omit<StartedParts, "databaseUrl">;
};

/**
 * Starts the required simulators in one separate process that knows nothing of the product. Resolves when all of them
 * listen; `child` is null when every service is real.
 */
export async function startSandbox(
  configuration: Configuration & { readonly dataDir: string; readonly development: boolean },
  secrets: KeptSecrets | null,
): Promise<SandboxChild> {
  const { parts } = configuration.sandbox;
  if (parts.length === 0 || !secrets) {
    return { child: null, addresses: { stripeUrl: null, smtpUrl: null, inboxUrl: null, providerUrl: null } };
  }
  const folder = path.join(configuration.dataDir, "sandbox");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const ports = await keepPorts(configuration.dataDir, ["stripe", "smtp", "inbox", "provider"]);
  const child = superviseChild({
    title: "The sandbox",
    part: "sandbox",
    args: sandboxProgram(configuration.development ? "source" : "compiled"),
    environment: () => ({
      PATH: process.env.PATH ?? "",
      SANDBOX_PARTS: parts.join(","),
      SANDBOX_STRIPE_PORT: String(ports.stripe),
      SANDBOX_MAIL_SMTP_PORT: String(ports.smtp),
      SANDBOX_INBOX_PORT: String(ports.inbox),
      SANDBOX_PROVIDER_PORT: String(ports.provider),
      SANDBOX_STRIPE_WEBHOOK_URL: `${webhookBase(configuration)}/api/webhooks/stripe`,
      SANDBOX_STRIPE_WEBHOOK_SECRET: secrets.STRIPE_WEBHOOK_SECRET,
      SANDBOX_DATA_DIR: folder,
    }),
    ready: (started) =>
      new Promise((resolve) => {
        started.on("message", (message) => {
          if (typeof message === "object" && message && "ready" in message) resolve();
        });
      }),
  });
  await child.start();
  const has = (part: (typeof parts)[number]) => parts.includes(part);
  return {
    child,
    addresses: {
      // A browser opens the checkout page, so these two use a host name that a browser can resolve.
      stripeUrl: has("stripe") ? `http://localhost:${ports.stripe}` : null,
      inboxUrl: has("mail") ? `http://localhost:${ports.inbox}` : null,
      smtpUrl: has("mail") ? `smtp://127.0.0.1:${ports.smtp}` : null,
      providerUrl: has("provider") ? `http://127.0.0.1:${ports.provider}` : null,
    },
  };
}

/** Events are delivered over loopback, even if APP_URL is a name that only resolves from outside. */
function webhookBase(configuration: Configuration): string {
  const [host = "127.0.0.1"] = configuration.hosts;
  return `http://${host === "::" || host === "0.0.0.0" ? "127.0.0.1" : host}:${configuration.port}`;
}
