"use client";

import { ChevronDown } from "lucide-react";
import type { ComponentPropsWithRef, ReactNode } from "react";
import { classes } from "@/components/ui/classes";
import { Field, inputClasses } from "./field";
import { useControl } from "./form-context";

type SelectOption = { readonly value: string; readonly label: string; readonly disabled?: boolean };

type SelectFieldProps = Omit<
  ComponentPropsWithRef<"select">,
  "className" | "style" | "name" | "children" | "size"
> & {
  readonly name: string;
  readonly label: ReactNode;
  readonly options: readonly SelectOption[];
  readonly hint?: ReactNode;
  readonly error?: string;
  readonly optional?: boolean;
};

/** A native select: it fits phones and works before hydration. */
export function SelectField(props: SelectFieldProps) {
  const { name, label, options, hint, error, optional, id, defaultValue, ...rest } = props;
  const control = useControl({ name, hint, error, id });
  const initial = "value" in rest ? {} : { defaultValue: control.defaultValue ?? defaultValue };
  return (
    <Field {...control.field} label={label} optional={optional}>
      <span className="relative flex items-center">
        <select
          {...rest}
          {...initial}
          {...control.aria}
          className={classes(inputClasses, "h-9 appearance-none pr-9 max-sm:h-11 pointer-coarse:h-11")}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} disabled={option.disabled}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden className="pointer-events-none absolute right-3 size-4 text-ink-muted" />
      </span>
    </Field>
  );
}
