import { RetryButton } from "@/components/product/retry-button";
import { FailedState } from "@/components/ui/feedback/failed-state";
import { finishCardSetup } from "@/lib/billing/auto-top-up/finish-card-setups";
import { type AutoTopUpView, getAutoTopUp } from "@/lib/billing/auto-top-up/get-auto-top-up";
import { feeTerms } from "@/lib/billing/fee-terms";
import { cardLabel } from "@/lib/billing/rules/auto-top-up/card-label";
import { suggestedTerms } from "@/lib/billing/rules/auto-top-up/terms";
import { untaxedText } from "@/lib/billing/rules/auto-top-up/untaxed";
import { env } from "@/lib/config/env";
import { product } from "@/lib/config/product";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { dollarsText } from "@/lib/kernel/money";
import { attempt } from "@/lib/web/attempt";
import { getWorkspace } from "@/lib/workspaces/get-workspace";
import { AutoTopUpCard } from "./auto-top-up-card";
import { AutoTopUpSheet } from "./auto-top-up-sheet";

type AutoTopUpProps = {
  readonly actor: Actor;
  /** Opens the form. */
  readonly isOpen: boolean;
  /** The setup whose page the user returned from. */
  readonly returned: string | undefined;
};

/** Auto top-up: its state, what to do about it, its charges, and the form. Nothing for members. */
export async function AutoTopUp({ actor, isOpen, returned }: AutoTopUpProps) {
  if (!isAdmin(actor)) return null;
  const read = await attempt(readAutoTopUp(actor, returned));
  if (!read.ok) {
    return (
      <FailedState
        title="Auto top-up couldn't be loaded"
        requestId={read.requestId}
        retry={<RetryButton />}
      />
    );
  }
  const { view, timeZone } = read.value;
  return (
    <>
      <AutoTopUpCard view={view} timeZone={timeZone} />
      {isOpen ? <Form view={view} /> : null}
    </>
  );
}

async function readAutoTopUp(actor: Actor, returned: string | undefined) {
  // First, so that a card that was just saved is shown.
  if (returned) await finishCardSetup(actor, returned);
  const [view, { timeZone }] = await Promise.all([getAutoTopUp(actor), getWorkspace(actor)]);
  if (!view) throw new Error("auto top-up is read for owners and admins only");
  return { view, timeZone };
}

function Form({ view: { terms, card, state } }: { readonly view: AutoTopUpView }) {
  const { thresholdNanos, creditsNanos, monthlyMaxNanos } = terms ?? suggestedTerms;
  return (
    <AutoTopUpSheet
      product={product.name}
      fee={feeTerms()}
      expiryDays={env().creditExpiryDays}
      untaxedText={env().stripe.automaticTax ? untaxedText : null}
      sandbox={env().sandbox.stripe}
      isOn={state.kind !== "off"}
      savedCard={card && card.expiry !== "expired" ? cardLabel(card) : null}
      initial={{
        threshold: dollarsText(thresholdNanos),
        amount: dollarsText(creditsNanos),
        monthlyMax: dollarsText(monthlyMaxNanos),
      }}
    />
  );
}
