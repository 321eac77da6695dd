import "server-only";
import type Stripe from "stripe";
import { product } from "@/lib/config/product";
import { db } from "@/lib/db/client";
import { copyProfile } from "./profile/copy-profile";

type Order = {
  readonly purchaseId: string;
  readonly workspaceId: string;
  readonly reference: string | null;
  readonly automaticTax: boolean;
};

type Options = Pick<
  Stripe.Checkout.SessionCreateParams,
  | "automatic_tax"
  | "billing_address_collection"
  | "customer_update"
  | "invoice_creation"
  | "tax_id_collection"
>;

/**
 * What the hosted page asks for the invoice, and what the invoice shows. With a billing profile the page changes neither
 * name nor address, because a card holder's name would replace the company's; without one, it asks for a tax ID and
 * keeps what the buyer types. A profile that has not reached Stripe is copied first.
 */
export async function invoiceOptions(order: Order): Promise<Options> {
  const { purchaseId, workspaceId, reference, automaticTax } = order;
  await copyProfile(workspaceId);
  const profile = await db().billingProfile.findUnique({
    where: { workspaceId },
    select: { reference: true, version: true, copiedVersion: true },
  });
  const isCopied = profile !== null && profile.copiedVersion === profile.version;
  const fields = [
    { name: "PO number", value: reference },
    { name: "Reference", value: profile?.reference },
  ];
  return {
    automatic_tax: { enabled: automaticTax },
    billing_address_collection: "auto",
    // Tax needs an address, which the page may only ask for when it may keep it.
    customer_update: { name: profile ? "never" : "auto", address: isCopied ? "never" : "auto" },
    tax_id_collection: { enabled: profile === null },
    invoice_creation: {
      enabled: true,
      invoice_data: {
        description: `${product.name} credits, purchase ${purchaseId}`,
        custom_fields: fields.flatMap(({ name, value }) => (value ? [{ name, value }] : [])),
        metadata: { purchase_id: purchaseId, workspace_id: workspaceId },
      },
    },
  };
}
