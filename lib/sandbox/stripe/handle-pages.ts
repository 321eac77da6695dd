import type { IncomingMessage, ServerResponse } from "node:http";
import type Stripe from "stripe";
import { readBody, seeOther, sendPage } from "@/lib/sandbox/http/serve";
import type { Emulator } from "./emulator";
import { billingFields, billingOf, billingProblem, customerOf } from "./flows/billing-details";
import { attemptCharge, failAuthentication } from "./flows/charge";
import { authenticateCheckout, payCheckout, type PaymentResult } from "./flows/checkout";
import { sendInvoicePdf, showInvoice, showReceipt } from "./handle-documents";
import { handlePortal } from "./handle-portal";
import { billingNames } from "./pages/billing-fields";
import { authenticationPage, noticePage } from "./pages/other-pages";
import { type PayForm, payPage } from "./pages/pay-page";
import { cardByNumber } from "./wire/cards";

/** Serves the pages for the payer's browser. */
export async function handlePage(
  emulator: Emulator,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
  const [, area = "", id = "", rest = ""] =
    /^\/(c\/pay|c\/auth|p\/session|p\/auth|auth|receipts|i)\/(\w+)(\/pdf)?$/.exec(path) ?? [];
  const { store } = emulator.world;
  const form = request.method === "POST" ? new URLSearchParams(await readBody(request, 100_000)) : null;
  if (area === "receipts") return showReceipt(store, id, response);
  if (area === "i") return rest ? sendInvoicePdf(store, id, response) : showInvoice(store, id, response);
  if (area.startsWith("p/")) return handlePortal(emulator, { area, id, form }, response);
  if (area === "auth") return handleIntent(emulator, id, form, response);
  const session = store.sessions.get(id);
  if (!session) return sendPage(response, 404, noticePage("Not found", "This page does not exist."));
  if (session.status !== "open") return showClosed(session, response);
  if (area === "c/auth") return handleAuthentication(emulator, session, form, response);
  if (!form) return showPay(emulator, session, response, emptyForm(emulator, session));
  return pay(emulator, session, form, response);
}

function emptyForm({ world }: Emulator, session: Stripe.Checkout.Session): PayForm {
  const customer = customerOf(world, session);
  const address = customer?.address;
  return {
    email: session.customer_details?.email ?? customer?.email ?? "",
    method: session.payment_method_types[0] ?? "card",
    card: "",
    fields: billingFields(world, session),
    billing: {
      name: customer?.name ?? "",
      line1: address?.line1 ?? "",
      postal_code: address?.postal_code ?? "",
      city: address?.city ?? "",
      state: address?.state ?? "",
      country: address?.country ?? "",
    },
    error: null,
  };
}

function showPay(
  emulator: Emulator,
  session: Stripe.Checkout.Session,
  response: ServerResponse,
  form: PayForm,
): void {
  const note = emulator.world.store.sessionNotes.get(session.id);
  if (note) sendPage(response, form.error ? 422 : 200, payPage(session, note, form));
}

function pay(
  emulator: Emulator,
  session: Stripe.Checkout.Session,
  form: URLSearchParams,
  response: ServerResponse,
): void {
  const email = (form.get("email") ?? "").trim();
  const wanted = form.get("method") ?? "card";
  const method = wanted === "alipay" || wanted === "crypto" ? wanted : "card";
  const number = form.get("card") ?? "";
  const card = method === "card" ? cardByNumber(number) : null;
  const fields = billingFields(emulator.world, session);
  const typedText = (name: string) => (form.get(name) ?? "").trim();
  const billing = Object.fromEntries(billingNames.map((name) => [name, typedText(name)]));
  const typed = { email, method, card: card ? number : "", fields, billing };
  const again = (text: string, field: string) =>
    showPay(emulator, session, response, { ...typed, error: { text, field } });
  if (!session.payment_method_types.includes(method))
    return again("Choose one of the payment methods shown.", "method");
  if (!/^\S+@\S+$/.test(email)) return again("Enter an email address for the receipt.", "email");
  if (method === "card" && !card) {
    const text =
      number.trim() === "" ? "Enter a card number." : "This sandbox accepts test card numbers only.";
    return again(text, "card");
  }
  const given = billingOf(fields, typedText);
  const problem = billingProblem(fields, given);
  if (problem) return again(problem.text, problem.field);
  const isAsked = fields.hasAddress || fields.hasTaxId;
  const payment = { email, method, card, billing: isAsked ? given : null } as const;
  const result = payCheckout(emulator.world, session, payment);
  emulator.changed();
  return proceed(emulator, session, { result, typed }, response);
}

function handleAuthentication(
  emulator: Emulator,
  session: Stripe.Checkout.Session,
  form: URLSearchParams | null,
  response: ServerResponse,
): void {
  if (!emulator.world.store.sessionNotes.get(session.id)?.waiting)
    return seeOther(response, `/c/pay/${session.id}`);
  if (!form) return sendPage(response, 200, authenticationPage(session.amount_total, session.currency));
  const result = authenticateCheckout(emulator.world, session, form.get("answer") === "confirm");
  emulator.changed();
  return proceed(emulator, session, { result, typed: emptyForm(emulator, session) }, response);
}

/** Where the payer goes after an attempt: to the merchant, to the bank, or back to the form with the reason. */
function proceed(
  emulator: Emulator,
  session: Stripe.Checkout.Session,
  { result, typed }: { readonly result: PaymentResult; readonly typed: Omit<PayForm, "error"> },
  response: ServerResponse,
): void {
  if (result.kind === "authenticate") return seeOther(response, `/c/auth/${session.id}`);
  if (result.kind === "done") return seeOther(response, successUrl(session));
  // The bank's answer has the focus, with everything as it was typed: another card is the payer's decision.
  return showPay(emulator, session, response, { ...typed, error: { text: result.message, field: null } });
}

function successUrl(session: Stripe.Checkout.Session): string {
  return (session.success_url ?? "/").replaceAll("{CHECKOUT_SESSION_ID}", session.id);
}

function showClosed(session: Stripe.Checkout.Session, response: ServerResponse): void {
  if (session.status === "complete") {
    const link = { href: successUrl(session), label: "Continue" };
    return sendPage(response, 200, noticePage("All done here", "This payment has been made.", link));
  }
  const link = session.cancel_url ? { href: session.cancel_url, label: "Go back and start again" } : null;
  return sendPage(response, 410, noticePage("This page has expired", "Nothing was charged.", link));
}

/** Authentication of an intent that was confirmed through the API, outside of Checkout. */
function handleIntent(
  emulator: Emulator,
  id: string,
  form: URLSearchParams | null,
  response: ServerResponse,
): void {
  const { world } = emulator;
  const intent = world.store.intents.get(id);
  const method =
    typeof intent?.payment_method === "string" ? world.store.methods.get(intent.payment_method) : undefined;
  if (!intent || !method || intent.status !== "requires_action") {
    return sendPage(
      response,
      404,
      noticePage("Nothing to confirm", "This payment is not waiting for confirmation."),
    );
  }
  if (!form) return sendPage(response, 200, authenticationPage(intent.amount, intent.currency));
  const back = intent.next_action?.redirect_to_url?.return_url ?? null;
  if (form.get("answer") === "confirm")
    attemptCharge(world, intent, method, { isAuthenticated: true, isOffSession: false });
  else failAuthentication(world, intent, method);
  emulator.changed();
  if (back) return seeOther(response, returnUrl(back, intent));
  return sendPage(response, 200, noticePage("Thank you", "You can close this page."));
}

/** The merchant's page, told which intent the payer comes back from. */
function returnUrl(url: string, intent: Stripe.PaymentIntent): string {
  const target = new URL(url);
  target.searchParams.set("payment_intent", intent.id);
  target.searchParams.set("payment_intent_client_secret", intent.client_secret ?? "");
  target.searchParams.set("redirect_status", intent.status === "succeeded" ? "succeeded" : "failed");
  return target.href;
}
