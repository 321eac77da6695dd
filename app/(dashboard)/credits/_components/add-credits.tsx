import { hasSavedCard } from "@/lib/billing/auto-top-up/get-auto-top-up";
import { feeTerms } from "@/lib/billing/fee-terms";
import { saveCardConsentText } from "@/lib/billing/rules/auto-top-up/terms";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import type { Actor } from "@/lib/kernel/actor";
import { paymentMethodsText } from "@/lib/kernel/payment-methods";
import { AddCreditsSheet } from "./add-credits-sheet";

/**
 * The form for adding credits, with what the installation's configuration says about it. It offers to keep the card when
 * there is none.
 */
export async function AddCredits({ actor, amount }: { readonly actor: Actor; readonly amount: string }) {
  return (
    <AddCreditsSheet
      terms={feeTerms()}
      amount={amount}
      sandbox={env().sandbox.stripe}
      saveCardText={(await hasSavedCard(actor)) ? null : saveCardConsentText(product.name)}
      expiryDays={env().creditExpiryDays}
      methods={paymentMethodsText(env().paymentMethods)}
    />
  );
}
