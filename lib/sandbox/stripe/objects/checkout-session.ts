import type Stripe from "stripe";
import { customerDetails } from "./customer-details";
import { newId, nowSeconds } from "./id";

/** What a session collects for its invoice. */
export type SessionBilling = {
  readonly invoice: boolean;
  readonly invoiceData: Stripe.Checkout.Session.InvoiceCreation.InvoiceData;
  readonly addressCollection: string | null;
  readonly taxIds: Stripe.Checkout.Session.TaxIdCollection | null;
  /** Whether tax is calculated, and whether the payer's location is known at the start. */
  readonly isTaxed: boolean;
  readonly isLocated: boolean;
};

export type NewSession = {
  readonly mode: "payment" | "setup";
  readonly origin: string;
  /** Sums of the line items in cents; null when nothing is paid. */
  readonly amounts: { readonly subtotal: number; readonly tax: number; readonly total: number } | null;
  readonly billing: SessionBilling;
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
  readonly cardFutureUsage: string | null;
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
    amount_subtotal: given.amounts?.subtotal ?? null,
    amount_total: given.amounts?.total ?? null,
    automatic_tax: automaticTaxOf(given.billing),
    billing_address_collection: given.billing.addressCollection,
    cancel_url: given.cancelUrl,
    client_reference_id: given.clientReferenceId,
    created: nowSeconds(),
    currency: given.currency,
    customer: given.customer,
    customer_creation: given.customerCreation ?? (isPayment && !given.customer ? "if_required" : null),
    customer_details: given.email
      ? customerDetails(given.email, { billing: null, taxIds: [], taxExempt: null })
      : null,
    customer_email: given.customer ? null : given.email,
    discounts: isPayment ? [] : null,
    expires_at: given.expiresAt,
    invoice_creation: isPayment
      ? { enabled: given.billing.invoice, invoice_data: given.billing.invoiceData }
      : null,
    locale: given.locale,
    metadata: given.metadata,
    mode: given.mode,
    payment_method_collection: isPayment ? "if_required" : "always",
    payment_method_options: given.cardFutureUsage
      ? { card: { request_three_d_secure: "automatic", setup_future_usage: given.cardFutureUsage } }
      : {},
    payment_method_types: [...given.types],
    payment_status: isPayment ? "unpaid" : "no_payment_required",
    status: "open",
    submit_type: given.submitType,
    success_url: given.successUrl,
    ...(given.billing.taxIds && { tax_id_collection: given.billing.taxIds }),
    total_details: given.amounts
      ? { amount_discount: 0, amount_shipping: 0, amount_tax: given.amounts.tax }
      : null,
    url: `${given.origin}/c/pay/${id}`,
  };
}

function automaticTaxOf(billing: SessionBilling): Stripe.Checkout.Session.AutomaticTax {
  if (!billing.isTaxed) return { enabled: false, liability: null, provider: null, status: null };
  const status = billing.isLocated ? "complete" : "requires_location_inputs";
  return { enabled: true, liability: { type: "self" }, provider: "stripe", status };
}

/** Fields of features that the simulator lacks, with the values of a session that does not use them. */
const untouched = {
  after_expiration: null,
  allow_promotion_codes: null,
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
