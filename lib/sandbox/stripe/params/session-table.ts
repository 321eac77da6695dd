import type Stripe from "stripe";
import type { TableOf } from "./check";

const metadata = "hash";
const expand = "list";

const productData = {
  description: "text",
  images: "list",
  metadata,
  name: "text",
  tax_code: "text",
  tax_details: "hash",
  unit_label: "text",
} satisfies TableOf<Stripe.Checkout.SessionCreateParams.LineItem.PriceData.ProductData>;

const priceData = {
  currency: "text",
  product: "text",
  product_data: { shape: productData },
  recurring: "hash",
  tax_behavior: "text",
  unit_amount: "integer",
  unit_amount_decimal: "text",
} satisfies TableOf<Stripe.Checkout.SessionCreateParams.LineItem.PriceData>;

const lineItem = {
  adjustable_quantity: "hash",
  metadata,
  price: "text",
  price_data: { shape: priceData },
  quantity: "integer",
  tax_rates: "list",
} satisfies TableOf<Stripe.Checkout.SessionCreateParams.LineItem>;

const paymentIntentData = {
  application_fee_amount: "integer",
  capture_method: "text",
  description: "text",
  metadata,
  on_behalf_of: "text",
  receipt_email: "text",
  setup_future_usage: "text",
  shipping: "hash",
  statement_descriptor: "text",
  statement_descriptor_suffix: "text",
  transfer_data: "hash",
  transfer_group: "text",
} satisfies TableOf<Stripe.Checkout.SessionCreateParams.PaymentIntentData>;

export const sessionParams = {
  adaptive_pricing: "hash",
  after_expiration: "hash",
  allow_promotion_codes: "boolean",
  allowed_payment_method_types: "list",
  automatic_tax: "hash",
  billing_address_collection: "text",
  branding_settings: "hash",
  cancel_url: "text",
  client_reference_id: "text",
  consent_collection: "hash",
  currency: "text",
  custom_fields: "list",
  custom_text: "hash",
  customer: "text",
  customer_account: "text",
  customer_creation: "text",
  customer_email: "text",
  customer_update: "hash",
  discounts: "list",
  excluded_payment_method_types: "list",
  expand,
  expires_at: "integer",
  integration_identifier: "text",
  invoice_creation: "hash",
  line_items: { many: { shape: lineItem } },
  locale: "text",
  managed_payments: "hash",
  metadata,
  mode: "text",
  name_collection: "hash",
  optional_items: "list",
  origin_context: "text",
  payment_intent_data: { shape: paymentIntentData },
  payment_method_collection: "text",
  payment_method_configuration: "text",
  payment_method_data: "hash",
  payment_method_options: "hash",
  permissions: "hash",
  phone_number_collection: "hash",
  redirect_on_completion: "text",
  return_url: "text",
  saved_payment_method_options: "hash",
  setup_intent_data: "hash",
  shipping_address_collection: "hash",
  shipping_options: "list",
  submit_type: "text",
  subscription_data: "hash",
  success_url: "text",
  tax_id_collection: "hash",
  ui_mode: "text",
  wallet_options: "hash",
} satisfies TableOf<Stripe.Checkout.SessionCreateParams>;
