import type Stripe from "stripe";
import { newId, nowSeconds } from "./id";

export function newPortalSession(given: {
  customer: string;
  returnUrl: string | null;
  locale: string | null;
  /** Where a flow that adds one card leads afterwards; null for its own page. Undefined without a flow. */
  afterCard?: string | null;
  origin: string;
}): Stripe.BillingPortal.Session {
  const id = newId("bps");
  return {
    id,
    object: "billing_portal.session",
    configuration: "bpc_sandbox",
    created: nowSeconds(),
    customer: given.customer,
    customer_account: null,
    flow: given.afterCard === undefined ? null : flowOf(given.afterCard),
    livemode: false,
    locale: given.locale,
    on_behalf_of: null,
    return_url: given.returnUrl,
    url: `${given.origin}/p/session/${id}`,
  };
}

function flowOf(returnUrl: string | null): Stripe.BillingPortal.Session.Flow {
  return {
    after_completion: {
      hosted_confirmation: null,
      redirect: returnUrl === null ? null : { return_url: returnUrl },
      type: returnUrl === null ? "portal_homepage" : "redirect",
    },
    customer_update: null,
    subscription_cancel: null,
    subscription_pause: null,
    subscription_update: null,
    subscription_update_confirm: null,
    type: "payment_method_update",
  };
}
