"use client";

import { useState } from "react";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { classes } from "@/components/ui/classes";
import { DefinitionList } from "@/components/ui/data/definition-list";
import { TextField } from "@/components/ui/forms/text-field";
import { feeFor, type FeeTerms } from "@/lib/billing/rules/fee";
import { purchaseMaxNanos, purchaseMinNanos, readPurchaseAmount } from "@/lib/billing/rules/purchase-amount";
import { dollarsText, formatDollars } from "@/lib/kernel/money";

const presets = ["10", "25", "100"] as const;

type PurchaseAmountProps = { readonly terms: FeeTerms; readonly initial: string };

/** The amount with fee and total, computed while typing by the same rules as on the server. */
export function PurchaseAmount({ terms, initial }: PurchaseAmountProps) {
  const [text, setText] = useState(initial);
  const amount = readPurchaseAmount(text);
  const feeNanos = amount.ok ? feeFor(amount.creditsNanos, terms) : 0n;
  return (
    <>
      <Presets chosen={amount.ok ? dollarsText(amount.creditsNanos) : null} onChoose={setText} />
      <TextField
        name="amount"
        label="Amount"
        prefix="$"
        numeric
        inputMode="decimal"
        autoComplete="off"
        maxLength={20}
        value={text}
        onChange={(event) => setText(event.target.value)}
        hint={`From ${formatDollars(purchaseMinNanos)} to ${formatDollars(purchaseMaxNanos)}.`}
      />
      <div aria-live="polite">
        <DefinitionList
          items={[
            { term: "Credits", detail: amount.ok ? formatDollars(amount.creditsNanos) : "–" },
            { term: "Service fee", detail: amount.ok ? formatDollars(feeNanos) : "–" },
            {
              term: "Total due",
              detail: <strong>{amount.ok ? formatDollars(amount.creditsNanos + feeNanos) : "–"}</strong>,
            },
          ]}
        />
      </div>
      <SubmitButton wide>
        {amount.ok ? `Add ${formatDollars(amount.creditsNanos)} in credits` : "Add credits"}
      </SubmitButton>
    </>
  );
}

type PresetsProps = { readonly chosen: string | null; readonly onChoose: (value: string) => void };

/** Links rather than buttons, so that they work before hydration. */
function Presets({ chosen, onChoose }: PresetsProps) {
  return (
    <nav aria-label="Presets" className="flex gap-2">
      {presets.map((preset) => (
        <a
          key={preset}
          href={`?amount=${preset}#add`}
          aria-current={chosen === preset ? "true" : undefined}
          onClick={(event) => {
            event.preventDefault();
            onChoose(preset);
          }}
          className={classes(
            "tabular inline-flex min-h-9 flex-1 items-center justify-center rounded-md border font-medium transition-colors duration-150 max-sm:min-h-11 pointer-coarse:min-h-11",
            chosen === preset
              ? "border-accent bg-accent-soft text-accent"
              : "border-line-strong bg-surface-raised hover:bg-surface-sunken",
          )}
        >
          ${preset}
        </a>
      ))}
    </nav>
  );
}
