import type Stripe from "stripe";
import { detailsOf } from "@/lib/sandbox/stripe/objects/checkout-session";
import { newCustomer } from "@/lib/sandbox/stripe/objects/customer";
import { newPaymentIntent } from "@/lib/sandbox/stripe/objects/payment-intent";
import type { MethodType } from "@/lib/sandbox/stripe/objects/payment-method";
import type { SessionNote } from "@/lib/sandbox/stripe/store";
import type { Card } from "@/lib/sandbox/stripe/wire/cards";
import type { World } from "@/lib/sandbox/stripe/world";
import { attemptCharge, failPayment } from "./charge";
import { addMethod, attachMethod } from "./payment-method";
import { completeSetup } from "./setup";

type Session = Stripe.Checkout.Session;
export type Payment = { readonly email: string; readonly method: MethodType; readonly card: Card | null };
export type PaymentResult =
  | { readonly kind: "done" }
  | { readonly kind: "authenticate" }
  | { readonly kind: "declined"; readonly message: string };

/** The payer submits the payment form. The session must be open. */
export function payCheckout(world: World, session: Session, payment: Payment): PaymentResult {
  const method = addMethod(world, { type: payment.method, card: payment.card, email: payment.email });
  return payWith(world, session, { email: payment.email, methodId: method.id }, false);
}

/** The payer completes or fails the bank's authentication. No effect on a session that is not waiting for it. */
export function authenticateCheckout(world: World, session: Session, isConfirmed: boolean): PaymentResult {
  const note = world.store.sessionNotes.get(session.id);
  const waiting = note?.waiting;
  if (!note || !waiting || session.status !== "open") return { kind: "done" };
  note.waiting = null;
  if (isConfirmed) return payWith(world, session, waiting, true);
  const intent =
    typeof session.payment_intent === "string" ? world.store.intents.get(session.payment_intent) : undefined;
  const method = world.store.methods.get(waiting.methodId);
  const message =
    "We are unable to authenticate your payment method. Please choose a different one and try again.";
  const code = "payment_intent_authentication_failure";
  if (intent && method) failPayment(world, intent, method, { code, declineCode: code, message });
  return { kind: "declined", message };
}

function payWith(
  world: World,
  session: Session,
  choice: { email: string; methodId: string },
  isAuthenticated: boolean,
): PaymentResult {
  const note = world.store.sessionNotes.get(session.id);
  const method = world.store.methods.get(choice.methodId);
  if (!note || !method) return { kind: "declined", message: "This payment is no longer available." };
  session.customer_details = detailsOf(choice.email);
  if (session.mode === "setup") return completeSetup(world, session, method);

  ensureCustomer(world, session, note, choice.email);
  const intent = ensureIntent(world, session, note);
  if (method.type !== "card") return startProcessing(world, session, intent, method);
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
  if (note.savesCard && typeof session.customer === "string") attachMethod(world, method, session.customer);
  complete(world, session, "paid");
  return { kind: "done" };
}

function ensureCustomer(world: World, session: Session, note: SessionNote, email: string): void {
  const isWanted = session.customer_creation === "always" || note.savesCard;
  if (session.customer || !isWanted) return;
  const customer = newCustomer({ email });
  world.store.customers.set(customer.id, customer);
  session.customer = customer.id;
  world.emit("customer.created", customer);
}

/** The session's intent, created when the payer first tries to pay, as at Stripe. */
function ensureIntent(world: World, session: Session, note: SessionNote): Stripe.PaymentIntent {
  const known =
    typeof session.payment_intent === "string" ? world.store.intents.get(session.payment_intent) : undefined;
  if (known) return known;
  const intent = newPaymentIntent({
    amount: session.amount_total ?? 0,
    currency: session.currency ?? "usd",
    customer: typeof session.customer === "string" ? session.customer : null,
    description: note.description,
    metadata: note.intentMetadata,
    receiptEmail: note.receiptEmail,
    types: session.payment_method_types,
  });
  world.store.intents.set(intent.id, intent);
  session.payment_intent = intent.id;
  world.emit("payment_intent.created", intent);
  return intent;
}

function startProcessing(
  world: World,
  session: Session,
  intent: Stripe.PaymentIntent,
  method: Stripe.PaymentMethod,
): PaymentResult {
  intent.payment_method = method.id;
  intent.status = "processing";
  world.emit("payment_intent.processing", intent);
  complete(world, session, "unpaid");
  world.later("settle_session", session.id, { ms: world.delays.settleMs });
  return { kind: "done" };
}

/** Settles an asynchronous payment. No effect if it is already settled. */
export function settleCheckout(world: World, sessionId: string, outcome: "succeed" | "fail"): void {
  const session = world.store.sessions.get(sessionId);
  const intent =
    typeof session?.payment_intent === "string" ? world.store.intents.get(session.payment_intent) : undefined;
  const method =
    typeof intent?.payment_method === "string" ? world.store.methods.get(intent.payment_method) : undefined;
  if (!session || !intent || !method || intent.status !== "processing") return;
  if (outcome === "succeed") {
    attemptCharge(world, intent, method, { isAuthenticated: true, isOffSession: false });
    session.payment_status = "paid";
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

function complete(world: World, session: Session, status: "paid" | "unpaid"): void {
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
  world.emit("checkout.session.expired", session);
}
