import type Stripe from "stripe";
import { newCustomer } from "@/lib/sandbox/stripe/objects/customer";
import { type BillingInput, customerDetails } from "@/lib/sandbox/stripe/objects/customer-details";
import { newPaymentIntent } from "@/lib/sandbox/stripe/objects/payment-intent";
import type { MethodType } from "@/lib/sandbox/stripe/objects/payment-method";
import type { PayerChoice, SessionNote } from "@/lib/sandbox/stripe/store";
import { authenticationFailedText, type Card } from "@/lib/sandbox/stripe/wire/cards";
import type { World } from "@/lib/sandbox/stripe/world";
import { attemptCharge, cancelIntent, failAuthentication, failPayment } from "./charge";
import { applyBilling } from "./billing-details";
import { invoicePayment } from "./invoice";
import { addMethod } from "./payment-method";
import { attemptSetup, cancelSetup, failSetupAuthentication } from "./setup";

type Session = Stripe.Checkout.Session;
export type Payment = {
  readonly email: string;
  readonly method: MethodType;
  readonly card: Card | null;
  readonly billing: BillingInput | null;
};
export type PaymentResult =
  | { readonly kind: "done" }
  | { readonly kind: "authenticate" }
  | { readonly kind: "declined"; readonly message: string };

/** The payer submits the payment form. The session must be open. */
export function payCheckout(world: World, session: Session, payment: Payment): PaymentResult {
  const method = addMethod(world, { type: payment.method, card: payment.card, email: payment.email });
  // What Checkout saves without asking the payer may be shown again in a limited way.
  const note = world.store.sessionNotes.get(session.id);
  const isSaved = session.mode === "setup" || Boolean(note?.futureUsage ?? note?.cardFutureUsage);
  if (isSaved && payment.method === "card") method.allow_redisplay = "limited";
  const { email, billing } = payment;
  if (billing) {
    method.billing_details.name = billing.name;
    method.billing_details.address = billing.address ?? method.billing_details.address;
  }
  return payWith(world, session, { email, billing, methodId: method.id }, false);
}

/** The payer completes or fails the bank's authentication. No effect on a session that is not waiting for it. */
export function authenticateCheckout(world: World, session: Session, isConfirmed: boolean): PaymentResult {
  const note = world.store.sessionNotes.get(session.id);
  const waiting = note?.waiting;
  if (!note || !waiting || session.status !== "open") return { kind: "done" };
  note.waiting = null;
  if (isConfirmed) return payWith(world, session, waiting, true);
  const method = world.store.methods.get(waiting.methodId);
  const setup = setupOf(world, session);
  if (setup && method) failSetupAuthentication(world, setup, method);
  const intent = intentOf(world, session);
  if (intent && method) failAuthentication(world, intent, method);
  return { kind: "declined", message: authenticationFailedText };
}

function intentOf({ store }: World, session: Session): Stripe.PaymentIntent | undefined {
  return typeof session.payment_intent === "string" ? store.intents.get(session.payment_intent) : undefined;
}

function setupOf({ store }: World, session: Session): Stripe.SetupIntent | undefined {
  return typeof session.setup_intent === "string" ? store.setupIntents.get(session.setup_intent) : undefined;
}

function payWith(
  world: World,
  session: Session,
  choice: PayerChoice,
  isAuthenticated: boolean,
): PaymentResult {
  const note = world.store.sessionNotes.get(session.id);
  const method = world.store.methods.get(choice.methodId);
  if (!note || !method) return { kind: "declined", message: "This payment is no longer available." };
  session.customer_details = customerDetails(choice.email, { billing: null, taxIds: [], taxExempt: null });
  ensureCustomer(world, session, note, choice.email);
  if (session.mode === "setup") return saveCard(world, session, { note, method, choice, isAuthenticated });

  const intent = ensureIntent(world, session, note);
  if (method.type !== "card") return startProcessing(world, session, { intent, method, note, choice });
  const result = attemptCharge(world, intent, method, { isAuthenticated, isOffSession: false });
  if (result.kind === "declined") return { kind: "declined", message: result.decline.message };
  if (result.kind === "authenticate") {
    note.waiting = choice;
    const url = `${world.origin}/c/auth/${session.id}`;
    intent.status = "requires_action";
    intent.next_action = {
      type: "redirect_to_url",
      redirect_to_url: { return_url: session.success_url, url },
    };
    world.emit("payment_intent.requires_action", intent);
    return { kind: "authenticate" };
  }
  applyBilling(world, session, { note, ...choice });
  invoicePayment(world, session, intent);
  complete(world, session, "paid");
  return { kind: "done" };
}

/** Saves a card through a session in `setup` mode. */
function saveCard(
  world: World,
  session: Session,
  given: {
    note: SessionNote;
    method: Stripe.PaymentMethod;
    choice: PayerChoice;
    isAuthenticated: boolean;
  },
): PaymentResult {
  const { note, method, choice, isAuthenticated } = given;
  const intent = setupOf(world, session);
  if (!intent) return { kind: "declined", message: "This session is no longer available." };
  intent.customer = session.customer;
  const bankUrl = `${world.origin}/c/auth/${session.id}`;
  const result = attemptSetup(world, intent, method, { isAuthenticated, bankUrl });
  if (result.kind === "authenticate") note.waiting = choice;
  if (result.kind === "done") {
    applyBilling(world, session, { note, ...choice });
    complete(world, session, "no_payment_required");
  }
  return result;
}

function ensureCustomer(world: World, session: Session, note: SessionNote, email: string): void {
  const isWanted =
    session.customer_creation === "always" ||
    session.invoice_creation?.enabled ||
    note.futureUsage ||
    note.cardFutureUsage;
  if (session.customer || !isWanted) return;
  const customer = newCustomer({ email });
  world.store.customers.set(customer.id, customer);
  session.customer = customer.id;
  world.emit("customer.created", customer);
}

/** The session's intent, created when the payer first tries to pay, as at Stripe. */
function ensureIntent(world: World, session: Session, note: SessionNote): Stripe.PaymentIntent {
  const known = intentOf(world, session);
  if (known) return known;
  const intent = newPaymentIntent({
    amount: session.amount_total ?? 0,
    currency: session.currency ?? "usd",
    customer: typeof session.customer === "string" ? session.customer : null,
    description: note.description,
    metadata: note.intentMetadata,
    receiptEmail: note.receiptEmail,
    types: session.payment_method_types,
    setupFutureUsage: note.futureUsage,
    cardFutureUsage: note.cardFutureUsage,
  });
  world.store.intents.set(intent.id, intent);
  session.payment_intent = intent.id;
  world.emit("payment_intent.created", intent);
  return intent;
}

function startProcessing(
  world: World,
  session: Session,
  given: {
    intent: Stripe.PaymentIntent;
    method: Stripe.PaymentMethod;
    note: SessionNote;
    choice: PayerChoice;
  },
): PaymentResult {
  const { intent, method, note, choice } = given;
  intent.payment_method = method.id;
  intent.status = "processing";
  world.emit("payment_intent.processing", intent);
  applyBilling(world, session, { note, ...choice });
  complete(world, session, "unpaid");
  world.later("settle_session", session.id, { ms: world.delays.settleMs });
  return { kind: "done" };
}

/** Settles an asynchronous payment. No effect if it is already settled. */
export function settleCheckout(world: World, sessionId: string, outcome: "succeed" | "fail"): void {
  const session = world.store.sessions.get(sessionId);
  const intent = session && intentOf(world, session);
  const method =
    typeof intent?.payment_method === "string" ? world.store.methods.get(intent.payment_method) : undefined;
  if (!session || !intent || !method || intent.status !== "processing") return;
  if (outcome === "succeed") {
    attemptCharge(world, intent, method, { isAuthenticated: true, isOffSession: false });
    session.payment_status = "paid";
    invoicePayment(world, session, intent);
    world.emit("checkout.session.async_payment_succeeded", session);
    return;
  }
  const code = "payment_method_provider_decline";
  failPayment(world, intent, method, {
    code,
    declineCode: code,
    message: "The payment was not completed by the provider.",
  });
  world.emit("checkout.session.async_payment_failed", session);
}

function complete(world: World, session: Session, status: "paid" | "unpaid" | "no_payment_required"): void {
  session.status = "complete";
  session.payment_status = status;
  session.url = null;
  world.emit("checkout.session.completed", session);
}

/** Expires an open session without payment. No effect on a complete one. */
export function expireCheckout(world: World, sessionId: string): void {
  const session = world.store.sessions.get(sessionId);
  if (session?.status !== "open") return;
  session.status = "expired";
  session.url = null;
  const setup = setupOf(world, session);
  if (setup) cancelSetup(world, setup);
  const intent = intentOf(world, session);
  if (intent && intent.status !== "canceled") cancelIntent(world, intent, null);
  world.emit("checkout.session.expired", session);
}
