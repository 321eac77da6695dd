import { mkdirSync } from "node:fs";
import { startMail } from "./start-mail";
import { startProvider } from "./start-provider";
import { startStripe } from "./start-stripe";

/**
 * Process entry: starts the parts named in SANDBOX_PARTS on the given ports, sends `{ ready: true }` with the addresses
 * to its parent, and exits with it. A separate process, so that a simulator cannot slow down or crash the product.
 */
type Part = { readonly address: string; stop(): Promise<void> };

const starters: Record<string, () => Promise<Part>> = {
  provider: async () => {
    const part = await startProvider({
      port: port("SANDBOX_PROVIDER_PORT"),
      paceMs: number("SANDBOX_PROVIDER_PACE_MS"),
    });
    return { address: part.url, stop: part.stop };
  },
  mail: async () => {
    const dataDir = process.env.SANDBOX_DATA_DIR;
    const ports = { smtpPort: port("SANDBOX_MAIL_SMTP_PORT"), inboxPort: port("SANDBOX_INBOX_PORT") };
    const part = await startMail({ ...ports, dataDir });
    return { address: `${part.smtpUrl} ${part.url}`, stop: part.stop };
  },
  stripe: async () => {
    const part = await startStripe({
      port: port("SANDBOX_STRIPE_PORT"),
      webhookUrl: process.env.SANDBOX_STRIPE_WEBHOOK_URL || null,
      webhookSecret: process.env.SANDBOX_STRIPE_WEBHOOK_SECRET ?? "",
      dataDir: process.env.SANDBOX_DATA_DIR,
    });
    return { address: part.url, stop: part.stop };
  },
};

function port(name: string): number {
  const value = number(name);
  if (value > 65_535) throw new Error(`${name} is not a port`);
  return value;
}

function number(name: string): number {
  const value = Number(process.env[name] ?? "0");
  if (!Number.isInteger(value) || value < 0) throw new Error(`${name} must be a whole number`);
  return value;
}

async function start(): Promise<void> {
  const names = (process.env.SANDBOX_PARTS ?? "").split(",").filter(Boolean);
  const unknown = names.find((name) => !Object.hasOwn(starters, name));
  if (unknown) throw new Error(`SANDBOX_PARTS: unknown part "${unknown}"`);
  if (process.env.SANDBOX_DATA_DIR) mkdirSync(process.env.SANDBOX_DATA_DIR, { recursive: true, mode: 0o700 });
  const parts: Part[] = [];
  const addresses: Record<string, string> = {};
  for (const name of names) {
    const part = await starters[name]?.();
    if (!part) continue;
    parts.push(part);
    addresses[name] = part.address;
  }

  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    // A hanging part must not keep the process alive once its parent has exited.
    setTimeout(() => process.exit(0), 2_000).unref();
    void Promise.allSettled(parts.map((part) => part.stop())).then(() => process.exit(0));
  };
  process.on("disconnect", stop);
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  process.send?.({ ready: true, addresses });
}

start().catch((error: unknown) => {
  process.stderr.write(`Sandbox: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
