import "server-only";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import { msPerHour, msPerSecond } from "@/lib/kernel/clock";
import type { Nanos } from "@/lib/kernel/money";
import { paths } from "@/lib/kernel/paths";
import { wholeCents } from "../rules/purchase-amount";
import { ensureCustomer, nameBuyer } from "./customer";
import { invoiceOptions } from "./invoice-options";
import { isMissing, stripe } from "./stripe-client";

export type CheckoutOrder = {
  readonly purchaseId: string;
  readonly workspaceId: string;
  readonly creditsNanos: Nanos;
  readonly feeNanos: Nanos;
  readonly createdAt: Date;
  readonly email: string | null;
  /** The buyer agreed that the card is kept. */
  readonly savesCard: boolean;
  /** The buyer's own, for the invoice. */
  readonly reference: string | null;
  readonly automaticTax: boolean;
};

export type Checkout = { readonly sessionId: string; readonly url: string };

/**
 * How long the hosted page accepts payment: long enough for a bank's app, short enough that no outdated price is paid.
 */
const openForMs = 2 * msPerHour;

/** Opens the hosted page with two lines, credits and fee, so that the user sees the fee before paying. */
export async function openCheckout(order: CheckoutOrder): Promise<Checkout> {
  const customer = await ensureCustomer(order.workspaceId);
  try {
    return await createSession(order, customer, `purchase:${order.purchaseId}`);
  } catch (error) {
    if (!isMissing(error, "customer")) throw error;
    const replaced = await ensureCustomer(order.workspaceId, customer);
    return createSession(order, replaced, `purchase:${order.purchaseId}:${replaced}`);
  }
}

async function createSession(
  order: CheckoutOrder,
  customer: string,
  idempotencyKey: string,
): Promise<Checkout> {
  const back = `${env().appUrl}${paths.credits}`;
  // A session with a customer takes no address of its own: the page shows the customer's.
  if (order.email) await nameBuyer(customer, order.email);
  const invoice = await invoiceOptions(order);
  // On the payment too: its events carry no session, and either may arrive first.
  const metadata = { purchase_id: order.purchaseId, workspace_id: order.workspaceId };
  const session = await stripe().checkout.sessions.create(
    {
      mode: "payment",
      customer,
      client_reference_id: order.purchaseId,
      metadata,
      payment_intent_data: {
        metadata,
        description: `${product.name} credits`,
        ...(order.email && { receipt_email: order.email }),
      },
      allowed_payment_method_types: [...env().paymentMethods],
      // For cards alone: other methods cannot be charged later, and a setting for all would take them off the page.
      ...(order.savesCard && { payment_method_options: { card: { setup_future_usage: "off_session" } } }),
      line_items: [
        line(`${product.name} credits`, order.creditsNanos, order.automaticTax),
        ...(order.feeNanos > 0n ? [line("Service fee", order.feeNanos, order.automaticTax)] : []),
      ],
      ...invoice,
      success_url: `${back}?purchase=${order.purchaseId}`,
      cancel_url: `${back}?cancelled=${order.purchaseId}`,
      expires_at: Math.floor((order.createdAt.getTime() + openForMs) / msPerSecond),
    },
    { idempotencyKey },
  );
  if (!session.url) throw new Error("Stripe opened a session without an address");
  return { sessionId: session.id, url: session.url };
}

/** Tax comes on top, whatever the default of the Stripe account is. */
function line(name: string, amountNanos: Nanos, isTaxed: boolean) {
  const price = { currency: "usd", unit_amount: wholeCents(amountNanos), product_data: { name } };
  return {
    quantity: 1,
    price_data: { ...price, ...(isTaxed && { tax_behavior: "exclusive" as const }) },
  };
}
