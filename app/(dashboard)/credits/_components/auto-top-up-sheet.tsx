"use client";

import { useState } from "react";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { CheckboxField } from "@/components/ui/forms/choice-field";
import { RadioCards } from "@/components/ui/forms/radio-cards";
import { TextField } from "@/components/ui/forms/text-field";
import { DialogActions } from "@/components/ui/overlays/dialog";
import { RouteSheet } from "@/components/ui/overlays/sheet";
import { autoTopUpConsentText, termsProblem } from "@/lib/billing/rules/auto-top-up/terms";
import type { FeeTerms } from "@/lib/billing/rules/fee";
import { parseDollars } from "@/lib/kernel/money";
import { paths } from "@/lib/kernel/paths";
import { saveAutoTopUp } from "../actions";

type Amounts = { readonly threshold: string; readonly amount: string; readonly monthlyMax: string };

type AutoTopUpSheetProps = {
  readonly product: string;
  readonly fee: FeeTerms;
  /** Days after which purchased credits expire; 0: never. */
  readonly expiryDays: number;
  /** That automatic charges are not taxed, when payments on the payment page are. */
  readonly untaxedText: string | null;
  readonly sandbox: boolean;
  readonly isOn: boolean;
  /** "Visa 4242"; null when there is none that can be charged. */
  readonly savedCard: string | null;
  /** Amounts in dollars. */
  readonly initial: Amounts;
};

/** The terms, the card, and the sentence to agree to, which changes with the terms. */
export function AutoTopUpSheet(props: AutoTopUpSheetProps) {
  return (
    <RouteSheet title={props.isOn ? "Edit auto top-up" : "Set up auto top-up"} closeHref={paths.credits}>
      <ActionForm action={saveAutoTopUp} label="Auto top-up">
        {(state) => <Fields {...props} initial={{ ...props.initial, ...state.values }} />}
      </ActionForm>
    </RouteSheet>
  );
}

function Fields(props: AutoTopUpSheetProps) {
  const { product, fee, expiryDays, untaxedText, sandbox, isOn, savedCard, initial } = props;
  const [amounts, setAmounts] = useState<Amounts>(initial);
  const [card, setCard] = useState(savedCard ? "saved" : "new");
  const terms = readTerms(amounts);
  const text =
    terms && !termsProblem(terms, fee) ? autoTopUpConsentText({ product, terms, fee, expiryDays }) : null;
  const field = (name: keyof Amounts) => ({
    name,
    prefix: "$",
    numeric: true,
    inputMode: "decimal" as const,
    autoComplete: "off",
    maxLength: 20,
    value: amounts[name],
    onChange: ({ target }: { target: { value: string } }) => setAmounts({ ...amounts, [name]: target.value }),
  });
  return (
    <>
      <TextField {...field("threshold")} label="When the available balance is below" />
      <TextField {...field("amount")} label="Buy credits for" hint="The service fee is charged on top." />
      <TextField
        {...field("monthlyMax")}
        label="Monthly limit"
        hint="The most that is charged to the card in a calendar month (UTC), fees included."
      />
      {savedCard ? (
        <RadioCards
          name="card"
          legend="Card"
          value={card}
          onChange={setCard}
          options={[
            { value: "saved", label: savedCard },
            { value: "new", label: "Add another card", hint: "It replaces the saved one." },
          ]}
        />
      ) : (
        <input type="hidden" name="card" value="new" />
      )}
      {untaxedText ? <p className="text-sm text-ink-muted">{untaxedText}</p> : null}
      <input type="hidden" name="agreedText" value={text ?? ""} />
      <CheckboxField
        // Other terms need another agreement.
        key={text}
        name="agree"
        label={text ?? "I agree to these terms."}
      />
      {card === "new" ? (
        <p className="text-sm text-ink-muted">
          {sandbox
            ? "Payments are simulated: the next page takes test cards, and no real money moves."
            : "You enter the card on Stripe’s page. Card data never reaches us, and nothing is charged now."}
        </p>
      ) : null}
      <DialogActions>
        <SubmitButton wide>
          {card === "new" ? "Continue to add a card" : isOn ? "Save" : "Turn on"}
        </SubmitButton>
      </DialogActions>
    </>
  );
}

function readTerms({ threshold, amount, monthlyMax }: Amounts) {
  const thresholdNanos = parseDollars(threshold);
  const creditsNanos = parseDollars(amount);
  const monthlyMaxNanos = parseDollars(monthlyMax);
  if (thresholdNanos === null || creditsNanos === null || monthlyMaxNanos === null) return null;
  return { thresholdNanos, creditsNanos, monthlyMaxNanos };
}
