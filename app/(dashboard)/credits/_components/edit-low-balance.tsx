"use client";

import { SwitchField } from "@/components/ui/forms/choice-field";
import { TextField } from "@/components/ui/forms/text-field";
import { saveLowBalanceAlert } from "../actions";
import { EditAlert } from "./edit-alert";

type EditLowBalanceProps = {
  readonly on: boolean;
  /** Dollars, as the field takes them. */
  readonly threshold: string;
};

export function EditLowBalance({ on, threshold }: EditLowBalanceProps) {
  return (
    <EditAlert title="Low-balance alert" action={saveLowBalanceAlert}>
      <SwitchField name="on" label="Alert when the balance is low" defaultChecked={on} />
      <TextField
        name="threshold"
        label="Balance below"
        prefix="$"
        numeric
        inputMode="decimal"
        autoComplete="off"
        defaultValue={threshold}
        hint="Sent once. Sent again after the balance has risen to 120% of this amount, at least $1.00 above it."
      />
    </EditAlert>
  );
}
