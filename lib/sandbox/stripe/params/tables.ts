import type Stripe from "stripe";
import type { TableOf } from "./check";

const metadata = "hash";
const expand = "list";

const customerUpdate = {
  address: "open",
  balance: "integer",
  business_name: "text",
  cash_balance: "hash",
  default_source: "text",
  description: "text",
  email: "text",
  expand,
  individual_name: "text",
  invoice_prefix: "text",
  invoice_settings: "hash",
  metadata,
  name: "text",
  next_invoice_sequence: "integer",
  phone: "text",
  preferred_locales: "list",
  shipping: "open",
  source: "text",
  tax: "hash",
  tax_exempt: "text",
  validate: "boolean",
} satisfies TableOf<Stripe.CustomerUpdateParams>;
const { default_source: _defaultSource, ...customerBoth } = customerUpdate;
const customerCreate = {
  ...customerBoth,
  payment_method: "text",
  tax_id_data: "list",
  test_clock: "text",
} satisfies TableOf<Stripe.CustomerCreateParams>;
export const customerParams = { create: customerCreate, update: customerUpdate };

const intentUpdate = {
  allowed_payment_method_types: "list",
  amount: "integer",
  amount_details: "open",
  application_fee_amount: "open",
  capture_method: "text",
  currency: "text",
  customer: "text",
  customer_account: "text",
  description: "text",
  excluded_payment_method_types: "open",
  expand,
  hooks: "hash",
  metadata,
  payment_details: "open",
  payment_method: "text",
  payment_method_configuration: "text",
  payment_method_data: "hash",
  payment_method_options: "hash",
  receipt_email: "text",
  setup_future_usage: "text",
  shipping: "open",
  statement_descriptor: "text",
  statement_descriptor_suffix: "text",
  transfer_data: "hash",
  transfer_group: "text",
} satisfies TableOf<Stripe.PaymentIntentUpdateParams>;
const intentCreate = {
  ...intentUpdate,
  automatic_payment_methods: "hash",
  confirm: "boolean",
  confirmation_method: "text",
  confirmation_token: "text",
  error_on_requires_action: "boolean",
  mandate: "text",
  mandate_data: "open",
  off_session: "open",
  on_behalf_of: "text",
  radar_options: "hash",
  return_url: "text",
  use_stripe_sdk: "boolean",
} satisfies TableOf<Stripe.PaymentIntentCreateParams>;
const intentConfirm = {
  allowed_payment_method_types: "list",
  amount_details: "open",
  amount_to_confirm: "integer",
  capture_method: "text",
  confirmation_token: "text",
  error_on_requires_action: "boolean",
  excluded_payment_method_types: "open",
  expand,
  hooks: "hash",
  mandate: "text",
  mandate_data: "open",
  off_session: "open",
  payment_details: "open",
  payment_method: "text",
  payment_method_data: "hash",
  payment_method_options: "hash",
  radar_options: "hash",
  receipt_email: "text",
  return_url: "text",
  setup_future_usage: "text",
  shipping: "open",
  use_stripe_sdk: "boolean",
} satisfies TableOf<Stripe.PaymentIntentConfirmParams>;
const intentCancel = {
  cancellation_reason: "text",
  expand,
} satisfies TableOf<Stripe.PaymentIntentCancelParams>;
export const intentParams = {
  create: intentCreate,
  update: intentUpdate,
  confirm: intentConfirm,
  cancel: intentCancel,
};

export const refundParams = {
  amount: "integer",
  charge: "text",
  currency: "text",
  customer: "text",
  expand,
  instructions_email: "text",
  metadata,
  origin: "text",
  payment_intent: "text",
  reason: "text",
  refund_application_fee: "boolean",
  reverse_transfer: "boolean",
} satisfies TableOf<Stripe.RefundCreateParams>;

export const setupIntentParams = {
  allowed_payment_method_types: "list",
  attach_to_self: "boolean",
  automatic_payment_methods: "hash",
  confirm: "boolean",
  confirmation_token: "text",
  customer: "text",
  customer_account: "text",
  description: "text",
  excluded_payment_method_types: "list",
  expand,
  flow_directions: "list",
  mandate_data: "open",
  metadata,
  on_behalf_of: "text",
  payment_method: "text",
  payment_method_configuration: "text",
  payment_method_data: "hash",
  payment_method_options: "hash",
  return_url: "text",
  single_use: "hash",
  usage: "text",
  use_stripe_sdk: "boolean",
} satisfies TableOf<Stripe.SetupIntentCreateParams>;

export const attachParams = {
  customer: "text",
  customer_account: "text",
  expand,
} satisfies TableOf<Stripe.PaymentMethodAttachParams>;

export const page = {
  created: "open",
  ending_before: "text",
  expand,
  limit: "integer",
  starting_after: "text",
} as const;
export const listParams = {
  webhookEndpoints: { ...page } satisfies TableOf<Stripe.WebhookEndpointListParams>,
  charges: {
    ...page,
    customer: "text",
    payment_intent: "text",
    transfer_group: "text",
  } satisfies TableOf<Stripe.ChargeListParams>,
  customers: { ...page, email: "text", test_clock: "text" } satisfies TableOf<Stripe.CustomerListParams>,
  disputes: { ...page, charge: "text", payment_intent: "text" } satisfies TableOf<Stripe.DisputeListParams>,
  events: {
    ...page,
    delivery_success: "boolean",
    type: "text",
    types: "list",
  } satisfies TableOf<Stripe.EventListParams>,
  intents: {
    ...page,
    customer: "text",
    customer_account: "text",
  } satisfies TableOf<Stripe.PaymentIntentListParams>,
  methods: {
    ...page,
    allow_redisplay: "text",
    customer: "text",
    customer_account: "text",
    type: "text",
  } satisfies TableOf<Stripe.PaymentMethodListParams>,
  refunds: { ...page, charge: "text", payment_intent: "text" } satisfies TableOf<Stripe.RefundListParams>,
  sessions: {
    ...page,
    customer: "text",
    customer_account: "text",
    customer_details: "hash",
    payment_intent: "text",
    payment_link: "text",
    status: "text",
    subscription: "text",
  } satisfies TableOf<Stripe.Checkout.SessionListParams>,
};
