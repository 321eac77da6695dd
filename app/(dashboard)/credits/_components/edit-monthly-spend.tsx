"use client";

import { CheckboxField } from "@/components/ui/forms/choice-field";
import { TextField } from "@/components/ui/forms/text-field";
import { monthlySteps } from "@/lib/alerts/rules/monthly-steps";
import { saveMonthlySpendAlert } from "../actions";
import { EditAlert } from "./edit-alert";

type EditMonthlySpendProps = {
  /** Dollars, as the field takes them; blank without an alert. */
  readonly amount: string;
  readonly steps: readonly number[];
};

export function EditMonthlySpend({ amount, steps }: EditMonthlySpendProps) {
  return (
    <EditAlert title="Monthly spend alert" action={saveMonthlySpendAlert}>
      <TextField
        name="amount"
        label="Amount a month"
        prefix="$"
        numeric
        optional
        inputMode="decimal"
        autoComplete="off"
        defaultValue={amount}
        hint="Leave blank for no alert. Months are counted in the reporting time zone. Requests are not stopped."
      />
      <fieldset className="flex min-w-0 flex-col gap-2">
        <legend className="mb-2 font-medium">Alert at</legend>
        {monthlySteps.map((step) => (
          <CheckboxField
            key={step}
            name={`step${step}`}
            label={`${step}% of the amount`}
            defaultChecked={amount === "" || steps.includes(step)}
          />
        ))}
      </fieldset>
    </EditAlert>
  );
}
