import { TextField } from "@/components/ui/forms/text-field";

type LimitFieldProps = {
  readonly defaultValue: string;
  readonly hint: string;
  /** Blank means no limit. */
  readonly optional?: boolean;
};

/** Spending limit of a key, in dollars. */
export function LimitField({ defaultValue, hint, optional = false }: LimitFieldProps) {
  return (
    <TextField
      name="limit"
      label="Spending limit"
      prefix="$"
      inputMode="decimal"
      numeric
      optional={optional}
      defaultValue={defaultValue}
      hint={hint}
    />
  );
}
