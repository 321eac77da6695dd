"use client";

import { useId } from "react";
import { classes } from "@/components/ui/classes";

type SegmentedControlProps<Value extends string> = {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  /** As wide as the form, with larger segments, for the choice that a form is about. */
  readonly wide?: boolean;
};

/** A choice among a few options kept in page state: radio buttons styled as one control. */
export function SegmentedControl<Value extends string>({
  label,
  options,
  value,
  onChange,
  wide = false,
}: SegmentedControlProps<Value>) {
  const name = useId();
  return (
    <fieldset
      className={classes(
        "max-w-full min-w-0 overflow-x-auto rounded-md border border-line bg-surface-sunken p-0.5",
        wide ? "flex w-full" : "inline-flex",
      )}
    >
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={classes(
            "relative inline-flex cursor-pointer items-center justify-center rounded-sm px-2.5 whitespace-nowrap text-ink-muted hover:text-ink has-checked:bg-surface-raised has-checked:font-medium has-checked:text-ink has-checked:outline has-checked:outline-line has-focus-visible:outline-2 has-focus-visible:outline-focus max-sm:h-10 pointer-coarse:h-10",
            wide
              ? "tabular h-9 flex-1 text-base max-[359px]:px-1 max-[359px]:text-sm"
              : "h-7 text-sm max-[359px]:px-1.5",
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
