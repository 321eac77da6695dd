"use client";

import type { ComponentPropsWithRef, ReactNode } from "react";
import { classes } from "@/components/ui/classes";
import { Field, inputClasses } from "./field";
import { useControl } from "./form-context";

type TextFieldProps = Omit<ComponentPropsWithRef<"input">, "className" | "style" | "name" | "size"> & {
  readonly name: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** Overrides the error that the surrounding form has for this name. */
  readonly error?: string;
  readonly optional?: boolean;
  /** Shown before the text: "$". */
  readonly prefix?: string;
  readonly suffix?: string;
  readonly numeric?: boolean;
};

export function TextField(props: TextFieldProps) {
  const { name, label, hint, error, optional, prefix, suffix, numeric, id, defaultValue, ...rest } = props;
  const control = useControl({ name, hint, error, id });
  // A controlled input must not have a default value too.
  const initial = "value" in rest ? {} : { defaultValue: control.defaultValue ?? defaultValue };
  return (
    <Field {...control.field} label={label} optional={optional}>
      <span className="relative flex items-center">
        {prefix ? <span className="pointer-events-none absolute left-3 text-ink-muted">{prefix}</span> : null}
        <input
          type="text"
          required={!optional}
          {...rest}
          {...initial}
          {...control.aria}
          className={classes(
            inputClasses,
            "h-9 read-only:bg-surface-sunken max-sm:h-11 pointer-coarse:h-11",
            prefix && "pl-7",
            suffix && "pr-16",
            numeric && "tabular",
          )}
        />
        {suffix ? (
          <span className="pointer-events-none absolute right-3 text-ink-muted">{suffix}</span>
        ) : null}
      </span>
    </Field>
  );
}
