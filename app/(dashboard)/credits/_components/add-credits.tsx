"use client";

import { Card } from "@/components/ui/layout/card";
import { ActionForm } from "@/components/ui/forms/action-form";
import { type FeeTerms, feePercent } from "@/lib/billing/rules/fee";
import { formatDollars } from "@/lib/kernel/money";
import { buyCredits } from "../actions";
import { PurchaseAmount } from "./purchase-amount";

type AddCreditsProps = {
  readonly terms: FeeTerms;
  /** Initial value of the field, in dollars. */
  readonly amount: string;
  readonly sandbox: boolean;
};

/** Choose an amount, see fee and total, continue to the hosted page. The form works before hydration. */
export function AddCredits({ terms, amount, sandbox }: AddCreditsProps) {
  return (
    <Card
      id="add"
      title="Add credits"
      description={`You'll receive this amount in credits. A ${feePercent(terms)} service fee (${formatDollars(terms.minNanos)} minimum) is added.`}
    >
      <ActionForm action={buyCredits} label="Add credits">
        {(state) => (
          <PurchaseAmount key={amount} terms={terms} initial={state.values?.["amount"] ?? amount} />
        )}
      </ActionForm>
      <p className="text-sm text-ink-muted">
        {sandbox
          ? "Payments are simulated: the next page takes test cards, and no real money moves."
          : "Pay by card, Alipay, or USDC on Stripe’s page. Card data never reaches us."}
      </p>
    </Card>
  );
}
