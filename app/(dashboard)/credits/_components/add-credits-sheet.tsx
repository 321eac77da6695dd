"use client";

import { useState } from "react";
import { SegmentedControl } from "@/components/ui/actions/segmented-control";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { TextField } from "@/components/ui/forms/text-field";
import { DialogActions } from "@/components/ui/overlays/dialog";
import { RouteSheet } from "@/components/ui/overlays/sheet";
import { feeFor, feePercent, type FeeTerms } from "@/lib/billing/rules/fee";
import {
  type PurchaseAmount,
  purchaseMaxNanos,
  purchaseMinNanos,
  readPurchaseAmount,
} from "@/lib/billing/rules/purchase-amount";
import { formatDollars } from "@/lib/kernel/money";
import { paths } from "@/lib/kernel/paths";
import { buyCredits } from "../actions";

type AddCreditsSheetProps = {
  readonly terms: FeeTerms;
  /** The amount at first, in dollars. */
  readonly amount: string;
  readonly sandbox: boolean;
};

/** Choose an amount, see fee and total, and continue to the hosted page. */
export function AddCreditsSheet({ terms, amount, sandbox }: AddCreditsSheetProps) {
  return (
    <RouteSheet title="Add credits" closeHref={paths.credits}>
      <ActionForm action={buyCredits} label="Add credits">
        {(state) => <Amount terms={terms} initial={state.values?.["amount"] ?? amount} sandbox={sandbox} />}
      </ActionForm>
    </RouteSheet>
  );
}

const presets = ["10", "25", "100"] as const;
type Choice = (typeof presets)[number] | "custom";

const options = [
  ...presets.map((value) => ({ value, label: `$${value}` })),
  { value: "custom", label: "Custom" },
] as const;

type AmountProps = {
  readonly terms: FeeTerms;
  readonly initial: string;
  readonly sandbox: boolean;
};

function Amount({ terms, initial, sandbox }: AmountProps) {
  const preset = presets.find((one) => one === initial);
  const [choice, setChoice] = useState<Choice>(preset ?? "custom");
  const [custom, setCustom] = useState(preset ? "" : initial);
  const amount = readPurchaseAmount(choice === "custom" ? custom : choice);
  return (
    <>
      <SegmentedControl label="Amount" options={options} value={choice} onChange={setChoice} wide />
      {choice === "custom" ? (
        <TextField
          name="amount"
          label="Amount in dollars"
          prefix="$"
          numeric
          inputMode="decimal"
          autoComplete="off"
          maxLength={20}
          value={custom}
          onChange={(event) => setCustom(event.target.value)}
          {...(!amount.ok && custom !== "" && custom === initial && { error: amount.message })}
          hint={`From ${formatDollars(purchaseMinNanos)} to ${formatDollars(purchaseMaxNanos)}.`}
        />
      ) : (
        <input type="hidden" name="amount" value={choice} />
      )}
      <Total amount={amount} terms={terms} />
      <p className="text-sm text-ink-muted">
        {sandbox
          ? "Payments are simulated: the next page takes test cards, and no real money moves."
          : "Pay by card, Alipay, or USDC on Stripe’s page. Card data never reaches us."}
      </p>
      <DialogActions>
        <SubmitButton wide>
          {amount.ok
            ? `Pay ${formatDollars(amount.creditsNanos + feeFor(amount.creditsNanos, terms))}`
            : "Pay"}
        </SubmitButton>
      </DialogActions>
    </>
  );
}

/** Computed while typing by the same rules as on the server. */
function Total({ amount, terms }: { readonly amount: PurchaseAmount; readonly terms: FeeTerms }) {
  const feeNanos = amount.ok ? feeFor(amount.creditsNanos, terms) : 0n;
  const lines = [
    { term: "Credits", nanos: amount.ok ? amount.creditsNanos : null },
    {
      term: `Service fee (${feePercent(terms)}, at least ${formatDollars(terms.minNanos)})`,
      nanos: amount.ok ? feeNanos : null,
    },
  ];
  return (
    <dl aria-live="polite" className="tabular flex flex-col">
      {lines.map(({ term, nanos }) => (
        <div key={term} className="flex justify-between gap-4 py-1.5">
          <dt className="text-ink-muted">{term}</dt>
          <dd>{nanos === null ? "–" : formatDollars(nanos)}</dd>
        </div>
      ))}
      <div className="total-rule flex justify-between gap-4 border-t border-line-strong py-2 font-medium">
        <dt>Total</dt>
        <dd>{amount.ok ? formatDollars(amount.creditsNanos + feeNanos) : "–"}</dd>
      </div>
    </dl>
  );
}
