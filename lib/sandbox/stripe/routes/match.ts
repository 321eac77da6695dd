import type { Route } from "./call";
import { customerRoutes } from "./customers";
import { draftedInvoiceRoutes } from "./drafted-invoices";
import { invoiceRoutes } from "./invoices";
import { portalRoutes } from "./portal-sessions";
import { refundRoutes } from "./refunds";
import { paymentIntentRoutes } from "./payment-intents";
import { paymentMethodRoutes } from "./payment-methods";
import { sessionRoutes } from "./sessions";
import { taxIdRoutes } from "./tax-ids";
import { webhookEndpointRoutes } from "./webhook-endpoints";

const routes: readonly { readonly route: Route; readonly pattern: RegExp }[] = [
  ...customerRoutes,
  ...sessionRoutes,
  ...paymentIntentRoutes,
  ...paymentMethodRoutes,
  ...taxIdRoutes,
  ...invoiceRoutes,
  ...draftedInvoiceRoutes,
  ...portalRoutes,
  ...refundRoutes,
  ...webhookEndpointRoutes,
].map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replace(":id", "([^/]+)").replace(":sub", "([^/]+)")}$`),
}));

/** The route for a request and the ids in its path. Null when the simulator has no such path. */
export function matchRoute(
  method: string,
  path: string,
): { readonly route: Route; readonly id: string; readonly sub: string } | null {
  for (const { route, pattern } of routes) {
    const match = route.method === method ? pattern.exec(path) : null;
    const [, id = "", sub = ""] = (match ?? []).map((part) => decodeURIComponent(part));
    if (match) return { route, id, sub };
  }
  return null;
}
