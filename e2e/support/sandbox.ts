import { productEnvironment } from "./product";

/** Sends a command to the Stripe simulator, such as to hold its webhooks or to fail. Returns its response. */
export async function orderStripe(name: string, body: object = {}): Promise<Record<string, unknown>> {
  const response = await fetch(`${required("STRIPE_API_BASE")}/_emulator/${name}`, {
    method: "POST",
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`Stripe's simulator refused ${name}: ${response.status}`);
  return (await response.json()) as Record<string, unknown>;
}

/** Number of requests that the model provider has received so far. */
export async function countSent(): Promise<number> {
  const response = await fetch(`${required("COUNTERFOIL_PROVIDER_URL")}/_sandbox/requests`);
  const { total } = (await response.json()) as { total: number };
  return total;
}

export function inboxOf(address: string): string {
  return `${required("COUNTERFOIL_INBOX_URL")}/?to=${encodeURIComponent(address)}`;
}

function required(name: string): string {
  const value = productEnvironment()[name];
  if (!value) throw new Error(`the product runs without ${name}`);
  return value;
}
