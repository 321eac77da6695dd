"use client";

import type { ComponentPropsWithRef, ReactNode } from "react";
import { classes } from "@/components/ui/classes";
import { useControl } from "./form-context";

type ChoiceProps = Omit<ComponentPropsWithRef<"input">, "className" | "style" | "name" | "type"> & {
  readonly name: string;
  readonly label: ReactNode;
  /** The consequence, next to the choice. */
  readonly hint?: ReactNode;
  readonly error?: string;
};

/** A checkbox, alone or one of several. Submitted as "on" (or `value`) when checked, otherwise not at all. */
export function CheckboxField(props: ChoiceProps) {
  return <Choice {...props} face="tick" />;
}

/** A setting that is on or off, submitted like a checkbox. */
export function SwitchField(props: ChoiceProps) {
  return <Choice {...props} face="slide" role="switch" />;
}

function Choice({
  name,
  label,
  hint,
  error,
  id,
  face,
  ...rest
}: ChoiceProps & { readonly face: "tick" | "slide" }) {
  const control = useControl({ name, hint, error, id, keepsHint: true });
  // One of several of a name, or one that its page controls, is not known by its name alone.
  const isAlone = rest.value === undefined && rest.checked === undefined;
  const initial = isAlone && { defaultChecked: control.wasChecked ?? rest.defaultChecked };
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className={classes("flex items-start gap-3 max-sm:min-h-11", !hint && "max-sm:items-center")}>
        <span className="flex h-5 items-center">
          <input type="checkbox" {...rest} {...initial} {...control.aria} className={face} />
        </span>
        <div className="flex min-w-0 flex-col gap-0.5">
          <label htmlFor={control.id} className="cursor-pointer font-medium">
            {label}
          </label>
          {hint ? (
            <div id={control.hintId} className="text-sm text-ink-muted">
              {hint}
            </div>
          ) : null}
        </div>
      </div>
      {control.error ? (
        <div id={control.errorId} className="text-sm text-danger">
          {control.error}
        </div>
      ) : null}
    </div>
  );
}
