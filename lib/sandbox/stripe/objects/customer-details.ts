import type Stripe from "stripe";
import type { TaxIdText } from "./tax-id";

/** What the payer enters for the invoice. */
export type BillingInput = {
  readonly name: string | null;
  readonly businessName: string | null;
  readonly address: Stripe.Address | null;
  readonly taxId: TaxIdText | null;
};

/** Checkout's details of the payer. */
export function customerDetails(
  email: string,
  given: { billing: BillingInput | null; taxIds: readonly TaxIdText[]; taxExempt: string | null },
): Stripe.Checkout.Session.CustomerDetails {
  const { billing, taxIds } = given;
  return {
    address: billing?.address ?? null,
    business_name: billing?.businessName ?? null,
    email,
    individual_name: billing?.name ?? null,
    name: billing?.businessName ?? billing?.name ?? null,
    phone: null,
    tax_exempt: given.taxExempt ?? "none",
    tax_ids: taxIds.length > 0 ? taxIds.map(({ type, value }) => ({ type, value })) : null,
  };
}
