import type Stripe from "stripe";
import { newId, nowSeconds } from "./id";

export type NewSession = {
  readonly mode: "payment" | "setup";
  readonly origin: string;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly customer: string | null;
  readonly email: string | null;
  readonly clientReferenceId: string | null;
  readonly metadata: Stripe.Metadata;
  readonly successUrl: string | null;
  readonly cancelUrl: string | null;
  readonly expiresAt: number;
  readonly types: readonly string[];
  readonly allowedTypes: readonly string[] | null;
  readonly customerCreation: string | null;
  readonly locale: string | null;
  readonly submitType: string | null;
};

export function newCheckoutSession(given: NewSession): Stripe.Checkout.Session {
  const id = newId("cs_test");
  const isPayment = given.mode === "payment";
  return {
    ...untouched,
    id,
    object: "checkout.session",
    adaptive_pricing: isPayment ? { enabled: false } : null,
    allowed_payment_method_types: given.allowedTypes ? [...given.allowedTypes] : null,
    amount_subtotal: given.amount,
    amount_total: given.amount,
    cancel_url: given.cancelUrl,
    client_reference_id: given.clientReferenceId,
    created: nowSeconds(),
    currency: given.currency,
    customer: given.customer,
    customer_creation: isPayment ? (given.customerCreation ?? (given.customer ? null : "if_required")) : null,
    customer_details: detailsOf(given.email),
    customer_email: given.customer ? null : given.email,
    discounts: isPayment ? [] : null,
    expires_at: given.expiresAt,
    invoice_creation: isPayment ? invoiceCreation : null,
    locale: given.locale,
    metadata: given.metadata,
    mode: given.mode,
    payment_method_collection: isPayment ? "if_required" : "always",
    payment_method_types: [...given.types],
    payment_status: isPayment ? "unpaid" : "no_payment_required",
    status: "open",
    submit_type: given.submitType,
    success_url: given.successUrl,
    total_details: isPayment ? { amount_discount: 0, amount_shipping: 0, amount_tax: 0 } : null,
    url: `${given.origin}/c/pay/${id}`,
  };
}

/** Checkout's details of the payer: empty until an email address is given. */
export function detailsOf(email: string | null): Stripe.Checkout.Session.CustomerDetails | null {
  if (!email) return null;
  return {
    address: null,
    business_name: null,
    email,
    individual_name: null,
    name: null,
    phone: null,
    tax_exempt: "none",
    tax_ids: null,
  };
}

const invoiceCreation: Stripe.Checkout.Session.InvoiceCreation = {
  enabled: false,
  invoice_data: {
    account_tax_ids: null,
    custom_fields: null,
    description: null,
    footer: null,
    issuer: null,
    metadata: {},
    rendering_options: null,
  },
};

/** Fields of features that the simulator lacks, with the values of a session that does not use them. */
const untouched = {
  after_expiration: null,
  allow_promotion_codes: null,
  automatic_tax: { enabled: false, liability: null, provider: null, status: null },
  billing_address_collection: null,
  client_secret: null,
  collected_information: null,
  consent: null,
  consent_collection: null,
  currency_conversion: null,
  custom_fields: [],
  custom_text: {
    after_submit: null,
    shipping_address: null,
    submit: null,
    terms_of_service_acceptance: null,
  },
  customer_account: null,
  integration_identifier: null,
  invoice: null,
  livemode: false,
  managed_payments: null,
  origin_context: null,
  payment_intent: null,
  payment_link: null,
  payment_method_configuration_details: null,
  payment_method_options: {},
  permissions: null,
  phone_number_collection: { enabled: false },
  recovered_from: null,
  saved_payment_method_options: null,
  setup_intent: null,
  shipping_address_collection: null,
  shipping_cost: null,
  shipping_options: [],
  subscription: null,
  ui_mode: "hosted_page",
  wallet_options: null,
} satisfies Partial<Stripe.Checkout.Session>;
