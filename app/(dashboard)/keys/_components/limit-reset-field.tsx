import { useState } from "react";
import { SelectField } from "@/components/ui/forms/select-field";

type LimitResetFieldProps = { readonly defaultValue: string; readonly disabled?: boolean };

const hints: Readonly<Record<string, string>> = {
  daily: "At 00:00 UTC.",
  weekly: "On Mondays at 00:00 UTC.",
  monthly: "On the first at 00:00 UTC.",
};

/** How often a spending limit starts again. */
export function LimitResetField({ defaultValue, disabled = false }: LimitResetFieldProps) {
  const [chosen, setChosen] = useState(defaultValue);
  return (
    <SelectField
      name="limitReset"
      label="Limit resets"
      hint={hints[chosen] ?? "The limit is for the life of the key."}
      defaultValue={defaultValue}
      disabled={disabled}
      onChange={(event) => setChosen(event.target.value)}
      options={[
        { value: "", label: "Never" },
        { value: "daily", label: "Every day" },
        { value: "weekly", label: "Every week" },
        { value: "monthly", label: "Every month" },
      ]}
    />
  );
}
