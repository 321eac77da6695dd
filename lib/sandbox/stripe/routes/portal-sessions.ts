import { newPortalSession } from "@/lib/sandbox/stripe/objects/portal-session";
import { portalSessionParams } from "@/lib/sandbox/stripe/params/billing-tables";
import { invalid } from "@/lib/sandbox/stripe/wire/api-error";
import { hash, text } from "@/lib/sandbox/stripe/wire/read";
import type { Call, Route } from "./call";
import { requireCustomer } from "./customers";

function create({ world, params }: Call): object {
  const given = params(portalSessionParams, ["customer"]);
  const customer = text(given, "customer") ?? "";
  requireCustomer(world, customer, "customer");
  const flow = hash(given, "flow_data");
  const type = text(flow, "type");
  if (type && type !== "payment_method_update")
    throw invalid(`This simulator has no portal flow of type ${type}`, "flow_data[type]");
  const redirect = hash(hash(flow, "after_completion"), "redirect");
  const session = newPortalSession({
    customer,
    returnUrl: text(given, "return_url"),
    locale: text(given, "locale"),
    ...(type && { afterCard: text(redirect, "return_url") }),
    origin: world.origin,
  });
  world.store.portalSessions.set(session.id, session);
  world.emit("billing_portal.session.created", session);
  return session;
}

export const portalRoutes: readonly Route[] = [
  { method: "POST", path: "/v1/billing_portal/sessions", run: create },
];
