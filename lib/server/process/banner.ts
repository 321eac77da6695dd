import "server-only";
import { product } from "@/lib/config/product";
import type { Configuration } from "@/lib/server/process/configuration";

const partNames = { stripe: "Stripe", mail: "mail", provider: "model provider" } as const;

/** Text printed when the product is ready: its address, which parts are simulated, how to stop it. */
export function banner(
  configuration: Configuration,
  inboxUrl: string | null,
  notes: readonly string[],
): string {
  const { parts, embeddedDatabase } = configuration.sandbox;
  const simulated = parts.map((part) => partNames[part]).join(", ");
  const lines = ["", `${product.name} is ready.`, "", `  Open      ${configuration.appUrl}`];
  if (inboxUrl) lines.push(`  Inbox     ${inboxUrl}  (mail that would have been sent)`);
  if (simulated) lines.push(`  Sandbox   simulated: ${simulated}. No real money, mail or model.`);
  if (embeddedDatabase) lines.push("  Database  embedded PostgreSQL");
  for (const note of notes) lines.push(`  Note      ${note}`);
  lines.push("", "Press Ctrl-C to stop.", "");
  return lines.join("\n");
}
