import "server-only";
import { env } from "@/lib/config/env";
import { log } from "@/lib/config/log";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import { paths } from "@/lib/kernel/paths";
import { ensureCustomer } from "./internal/customer";
import { isMissing, stripe, stripeErrorFacts } from "./internal/stripe-client";

/**
 * Opens Stripe's customer portal for the actor's workspace, where cards are added and removed; it leads back to Credits.
 * The URL is for this person and short-lived. Owners and admins only.
 */
export async function openPaymentPortal(
  actor: Actor,
): Promise<Outcome<{ readonly url: string }, "not_allowed" | "payments_unavailable">> {
  if (!isAdmin(actor))
    return fail("not_allowed", { message: "Only owners and admins can manage payment methods." });
  const { workspaceId } = actor;
  try {
    const customer = await ensureCustomer(workspaceId);
    try {
      return ok({ url: await openSession(customer) });
    } catch (error) {
      if (!isMissing(error, "customer")) throw error;
      return ok({ url: await openSession(await ensureCustomer(workspaceId, customer)) });
    }
  } catch (error) {
    log().error({ event: "portal_not_opened", workspaceId, ...stripeErrorFacts(error) });
    return fail("payments_unavailable", {
      message:
        "Stripe isn't responding, so the page for payment methods couldn't be opened. Try again in a minute.",
    });
  }
}

async function openSession(customer: string): Promise<string> {
  const session = await stripe().billingPortal.sessions.create({
    customer,
    return_url: `${env().appUrl}${paths.credits}`,
  });
  return session.url;
}
