"use client";

import type { ComponentPropsWithRef, ReactNode } from "react";
import { Field, inputClasses } from "./field";
import { useControl } from "./form-context";

type TextAreaFieldProps = Omit<ComponentPropsWithRef<"textarea">, "className" | "style" | "name"> & {
  readonly name: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** Overrides the error that the surrounding form has for this name. */
  readonly error?: string;
  readonly optional?: boolean;
};

/** Several lines of text. */
export function TextAreaField(props: TextAreaFieldProps) {
  const { name, label, hint, error, optional, id, defaultValue, rows = 4, ...rest } = props;
  const control = useControl({ name, hint, error, id });
  return (
    <Field {...control.field} label={label} optional={optional}>
      <textarea
        required={!optional}
        rows={rows}
        {...rest}
        defaultValue={control.defaultValue ?? defaultValue}
        {...control.aria}
        className={`${inputClasses} min-h-20 resize-y py-2 read-only:bg-surface-sunken`}
      />
    </Field>
  );
}
