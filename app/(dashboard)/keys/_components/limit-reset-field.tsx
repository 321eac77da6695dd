import { SelectField } from "@/components/ui/forms/select-field";

type LimitResetFieldProps = { readonly defaultValue: string; readonly disabled?: boolean };

/** How often a spending limit starts again. */
export function LimitResetField({ defaultValue, disabled = false }: LimitResetFieldProps) {
  return (
    <SelectField
      name="limitReset"
      label="Limit resets"
      hint="At 00:00 UTC. Weeks start on Monday."
      defaultValue={defaultValue}
      disabled={disabled}
      options={[
        { value: "", label: "Never" },
        { value: "daily", label: "Every day" },
        { value: "weekly", label: "Every week" },
        { value: "monthly", label: "Every month" },
      ]}
    />
  );
}
