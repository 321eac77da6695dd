"use client";

import { useState } from "react";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { RadioCards } from "@/components/ui/forms/radio-cards";
import { type FormatChoice, formatChoices, formatsFor } from "@/lib/kernel/format";
import { formatsAction } from "../actions";

const names: Readonly<Record<FormatChoice, string>> = {
  "en-US": "American",
  "en-GB": "British",
  "de-DE": "German",
  "fr-FR": "French",
  iso: "ISO 8601 dates",
};

/** An amount with every separator, and an afternoon of a day that is no month. */
const sample = { nanos: 1_234_560_000_000n, at: new Date("2026-11-21T14:05:09Z") };

const options = formatChoices.map((value) => {
  const { dollars, moment } = formatsFor(value);
  return {
    value,
    label: names[value],
    hint: <span className="tabular">{`${dollars(sample.nanos)} · ${moment(sample.at, "UTC")}`}</span>,
  };
});

/** The format of numbers and dates of this account, each with an example, saved when it is chosen. */
export function FormatSetting({ choice }: { readonly choice: FormatChoice }) {
  const [wanted, setWanted] = useState<string | null>(null);
  const settle = () => setWanted(null);
  return (
    <ActionForm
      action={formatsAction}
      label="Number and date format"
      layout="setting"
      undo={{ formatChoice: choice }}
      onSuccess={settle}
      onError={settle}
    >
      <RadioCards
        name="formatChoice"
        legend="Number and date format"
        options={options}
        value={wanted ?? choice}
        onChange={(value, form) => {
          setWanted(value);
          form?.requestSubmit();
        }}
      />
      <p className="max-w-[72ch] text-sm text-ink-muted">
        Text stays English. Type amounts as 12.50 in every format. Files, emails and the API keep their
        format.
      </p>
      <noscript>
        <SubmitButton size="small">Save format</SubmitButton>
      </noscript>
    </ActionForm>
  );
}
