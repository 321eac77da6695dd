"use client";

import { useState } from "react";
import { SegmentedControl } from "@/components/ui/actions/segmented-control";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { useFormats } from "@/components/ui/formats";
import { ActionForm } from "@/components/ui/forms/action-form";
import { CheckboxField } from "@/components/ui/forms/choice-field";
import { TextField } from "@/components/ui/forms/text-field";
import { Disclosure } from "@/components/ui/layout/disclosure";
import { DialogActions } from "@/components/ui/overlays/dialog";
import { RouteSheet } from "@/components/ui/overlays/sheet";
import { feeFor, feePercent, type FeeTerms } from "@/lib/billing/rules/fee";
import { referenceLengthMax } from "@/lib/billing/rules/profile/reference-length";
import {
  type PurchaseAmount,
  purchaseBoundsText,
  readPurchaseAmount,
} from "@/lib/billing/rules/purchase-amount";
import { paths } from "@/lib/kernel/paths";
import { buyCredits } from "../actions";

type AddCreditsSheetProps = {
  readonly terms: FeeTerms;
  /** The amount at first, in dollars. */
  readonly amount: string;
  readonly sandbox: boolean;
  /** The agreement to keep the card; null when one is saved. */
  readonly saveCardText: string | null;
  /** The ways to pay: "card or Alipay". */
  readonly methods: string;
  /** Days after which the credits expire; 0: never. */
  readonly expiryDays: number;
};

/** Choose an amount, see fee and total, and continue to the hosted page. */
export function AddCreditsSheet({ amount, ...facts }: AddCreditsSheetProps) {
  return (
    <RouteSheet title="Add credits" closeHref={paths.credits}>
      <ActionForm action={buyCredits} label="Add credits">
        {(state) => (
          <Amount
            {...facts}
            initial={state.values?.["amount"] ?? amount}
            hasReference={Boolean(state.values?.["reference"])}
          />
        )}
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

type AmountProps = Omit<AddCreditsSheetProps, "amount"> & {
  readonly initial: string;
  /** A PO number was typed, and the form came back. */
  readonly hasReference: boolean;
};

function Amount(props: AmountProps) {
  const { terms, initial, sandbox, saveCardText, methods, expiryDays, hasReference } = props;
  const formats = useFormats();
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
          hint={purchaseBoundsText}
        />
      ) : (
        <input type="hidden" name="amount" value={choice} />
      )}
      <Total amount={amount} terms={terms} />
      <p className="text-sm text-ink-muted">
        {sandbox
          ? "Payments are simulated: the next page takes test cards, and no real money moves."
          : `Pay by ${methods} on Stripe’s page. Card data never reaches us.`}
      </p>
      {expiryDays > 0 ? (
        <p className="text-sm text-ink-muted">
          Credits that aren’t used expire {expiryDays} days after their purchase.
        </p>
      ) : null}
      <PoNumber isOpen={hasReference} />
      {saveCardText ? <CheckboxField name="saveCard" label="Save the card" hint={saveCardText} /> : null}
      <DialogActions>
        <SubmitButton wide>
          {amount.ok
            ? `Pay ${formats.dollars(amount.creditsNanos + feeFor(amount.creditsNanos, terms))}`
            : "Pay"}
        </SubmitButton>
      </DialogActions>
    </>
  );
}

function PoNumber({ isOpen }: { readonly isOpen: boolean }) {
  return (
    <Disclosure summary="Add a PO number" open={isOpen}>
      <TextField
        name="reference"
        label="PO number"
        optional
        autoComplete="off"
        maxLength={referenceLengthMax}
        hint="Or any reference of yours. It appears on the invoice and the receipt."
      />
    </Disclosure>
  );
}

/** Computed while typing by the same rules as on the server. */
function Total({ amount, terms }: { readonly amount: PurchaseAmount; readonly terms: FeeTerms }) {
  const formats = useFormats();
  const feeNanos = amount.ok ? feeFor(amount.creditsNanos, terms) : 0n;
  const lines = [
    { term: "Credits", nanos: amount.ok ? amount.creditsNanos : null },
    {
      term: `Service fee (${feePercent(terms, formats)}, at least ${formats.dollars(terms.minNanos)})`,
      nanos: amount.ok ? feeNanos : null,
    },
  ];
  return (
    <dl aria-live="polite" className="tabular flex flex-col">
      {lines.map(({ term, nanos }) => (
        <div key={term} className="flex justify-between gap-4 py-1.5">
          <dt className="text-ink-muted">{term}</dt>
          <dd>{nanos === null ? "–" : formats.dollars(nanos)}</dd>
        </div>
      ))}
      <div className="total-rule flex justify-between gap-4 border-t border-line-strong py-2 font-medium">
        <dt>Total</dt>
        <dd>{amount.ok ? formats.dollars(amount.creditsNanos + feeNanos) : "–"}</dd>
      </div>
    </dl>
  );
}
