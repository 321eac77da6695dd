import type { ServerResponse } from "node:http";
import type Stripe from "stripe";
import { seeOther, sendPage } from "@/lib/sandbox/http/serve";
import type { Emulator } from "./emulator";
import { detachMethod, setDefaultMethod } from "./flows/payment-method";
import { addCard, authenticateCard, savedCards } from "./flows/portal";
import type { SetupResult } from "./flows/setup";
import { authenticationPage, noticePage } from "./pages/other-pages";
import { portalPage, type PortalView } from "./pages/portal-page";
import { cardByNumber } from "./wire/cards";

type Visit = {
  readonly emulator: Emulator;
  readonly session: Stripe.BillingPortal.Session;
  readonly customer: Stripe.Customer;
  readonly response: ServerResponse;
};

/** The customer portal, and the bank's page for a card added there. `form` is null when the page is only shown. */
export function handlePortal(
  emulator: Emulator,
  request: { readonly area: string; readonly id: string; readonly form: URLSearchParams | null },
  response: ServerResponse,
): void {
  const { store } = emulator.world;
  const session = store.portalSessions.get(request.id);
  const customer = session && store.customers.get(session.customer);
  if (!session || !customer)
    return sendPage(response, 404, noticePage("Not found", "This page does not exist."));
  const visit = { emulator, session, customer, response };
  if (request.area === "p/auth") return authenticate(visit, request.form);
  if (!request.form) return show(visit, null);
  act(visit, request.form);
  emulator.changed();
}

function show({ emulator, session, customer, response }: Visit, problem: PortalView["problem"]): void {
  const { world } = emulator;
  const invoices = [...world.store.invoices.values()].filter((invoice) => invoice.customer === customer.id);
  const cards = savedCards(world, customer.id);
  const page = portalPage({ session, customer, cards, invoices: invoices.reverse(), problem });
  sendPage(response, problem ? 422 : 200, page);
}

function act(visit: Visit, form: URLSearchParams): void {
  const { emulator, session, customer, response } = visit;
  const { world } = emulator;
  if (form.get("action") === "add") return add(visit, form);
  const method = world.store.methods.get(form.get("method") ?? "");
  // A card that is gone, for example removed in another tab: the page shows what there is.
  if (method?.customer === customer.id) {
    if (form.get("action") === "default") setDefaultMethod(world, customer, method.id);
    if (form.get("action") === "remove") detachMethod(world, method);
  }
  seeOther(response, `/p/session/${session.id}`);
}

function add(visit: Visit, form: URLSearchParams): void {
  const number = form.get("card") ?? "";
  const card = cardByNumber(number);
  if (!card) {
    const text =
      number.trim() === "" ? "Enter a card number." : "This sandbox accepts test card numbers only.";
    return show(visit, { text, card: "" });
  }
  const given = { customer: visit.customer, card, isDefault: form.get("default") === "on" };
  proceed(visit, addCard(visit.emulator.world, visit.session, given), number);
}

function authenticate(visit: Visit, form: URLSearchParams | null): void {
  const { emulator, session, customer, response } = visit;
  if (!emulator.world.store.portalWaiting.has(session.id))
    return seeOther(response, `/p/session/${session.id}`);
  if (!form) return sendPage(response, 200, authenticationPage(null, null));
  const isConfirmed = form.get("answer") === "confirm";
  proceed(visit, authenticateCard(emulator.world, session, { customer, isConfirmed }), "");
  emulator.changed();
}

/** Where the customer goes after a card was entered: to the bank, back to the form with the reason, or on. */
function proceed(visit: Visit, result: SetupResult, card: string): void {
  const { session, response } = visit;
  if (result.kind === "authenticate") return seeOther(response, `/p/auth/${session.id}`);
  if (result.kind === "declined") return show(visit, { text: result.message, card });
  seeOther(response, session.flow?.after_completion.redirect?.return_url ?? `/p/session/${session.id}`);
}
