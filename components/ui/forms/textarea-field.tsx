"use client";

import type { ComponentPropsWithRef, ReactNode } from "react";
import { classes } from "@/components/ui/classes";
import { Field, inputClasses } from "./field";
import { useControl } from "./form-context";

type TextareaFieldProps = Omit<ComponentPropsWithRef<"textarea">, "className" | "style" | "name"> & {
  readonly name: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string;
  readonly optional?: boolean;
};

export function TextareaField(props: TextareaFieldProps) {
  const { name, label, hint, error, optional, id, defaultValue, rows = 4, ...rest } = props;
  const control = useControl({ name, hint, error, id });
  const initial = "value" in rest ? {} : { defaultValue: control.defaultValue ?? defaultValue };
  return (
    <Field
      id={control.id}
      label={label}
      hint={hint}
      hintId={control.hintId}
      error={control.error}
      errorId={control.errorId}
      optional={optional}
    >
      <textarea
        required={!optional}
        rows={rows}
        {...rest}
        {...initial}
        {...control.aria}
        className={classes(inputClasses, "py-2 read-only:bg-surface-sunken")}
      />
    </Field>
  );
}
