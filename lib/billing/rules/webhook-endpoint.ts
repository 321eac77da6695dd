/** The part of a Stripe webhook endpoint that matters here. */
export type WebhookEndpoint = {
  readonly url: string;
  readonly status: string;
  /** "*" for all. */
  readonly enabled_events: readonly string[];
};

/**
 * Checks the endpoints that Stripe knows for events of these types to reach `address`: returns a sentence with what to
 * do, or null when all of them arrive. Several endpoints may share the types.
 */
export function webhookProblem(
  endpoints: readonly WebhookEndpoint[],
  { address, types }: { readonly address: string; readonly types: readonly string[] },
): string | null {
  const ours = endpoints.filter(({ url }) => sameAddress(url, address));
  if (ours.length === 0) return `Stripe has no endpoint ${address}: add it in the dashboard under Webhooks`;
  const enabled = ours.filter(({ status }) => status === "enabled");
  if (enabled.length === 0) return `Stripe's endpoint ${address} is disabled: enable it in the dashboard`;
  const sent = new Set(enabled.flatMap(({ enabled_events: events }) => events));
  const missing = sent.has("*") ? [] : types.filter((type) => !sent.has(type));
  if (missing.length === 0) return null;
  return `Stripe's endpoint ${address} does not send ${missing.join(", ")}: add these events to it`;
}

function sameAddress(url: string, address: string): boolean {
  return (
    URL.canParse(url) && new URL(url).href.replace(/\/$/, "") === new URL(address).href.replace(/\/$/, "")
  );
}
