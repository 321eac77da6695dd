import type { Route } from "./call";
import { customerRoutes } from "./customers";
import { refundRoutes } from "./refunds";
import { paymentIntentRoutes } from "./payment-intents";
import { paymentMethodRoutes } from "./payment-methods";
import { sessionRoutes } from "./sessions";
import { webhookEndpointRoutes } from "./webhook-endpoints";

const routes: readonly { readonly route: Route; readonly pattern: RegExp }[] = [
  ...customerRoutes,
  ...sessionRoutes,
  ...paymentIntentRoutes,
  ...paymentMethodRoutes,
  ...refundRoutes,
  ...webhookEndpointRoutes,
].map((route) => ({ route, pattern: new RegExp(`^${route.path.replace(":id", "([^/]+)")}$`) }));

/** The route for a request and the id in its path. Null when the simulator has no such path. */
export function matchRoute(
  method: string,
  path: string,
): { readonly route: Route; readonly id: string } | null {
  for (const { route, pattern } of routes) {
    const match = route.method === method ? pattern.exec(path) : null;
    if (match) return { route, id: decodeURIComponent(match[1] ?? "") };
  }
  return null;
}
