"use client";

import { createContext, type ReactNode, useContext, useId } from "react";
import { assert } from "@/lib/kernel/assert";
import { type FormState, idleForm } from "@/lib/kernel/form-state";

/** State of the surrounding form. Outside of an ActionForm it is the idle state. */
export const FormContext = createContext<FormState>(idleForm);

type Control = {
  readonly id: string;
  readonly hintId: string | undefined;
  readonly errorId: string | undefined;
  readonly error: string | undefined;
  readonly defaultValue: string | undefined;
  /** Whether a checkbox was checked when the form was sent; undefined if it was not sent. */
  readonly wasChecked: boolean | undefined;
  /** Properties of the Field around the input. */
  readonly field: {
    readonly id: string;
    readonly hint: ReactNode;
    readonly hintId: string | undefined;
    readonly error: string | undefined;
    readonly errorId: string | undefined;
  };
  /** Attributes for the input that tie it to its label, hint and error. */
  readonly aria: {
    readonly id: string;
    readonly name: string;
    readonly "aria-invalid": true | undefined;
    readonly "aria-describedby": string | undefined;
  };
};

/** A field with such a name shadows its form's method, and React, which calls `form.reset()`, throws in the commit. */
const takenNames = ["reset", "submit", "requestSubmit"];

/** Ties ids, hint and error to a control. */
export function useControl(field: {
  readonly name: string;
  readonly hint?: ReactNode;
  readonly error?: string;
  readonly id?: string;
  /** The hint is the consequence of a choice, and stays beside an error. An ordinary hint is replaced by it. */
  readonly keepsHint?: boolean;
}): Control {
  assert(!takenNames.includes(field.name), `a field may not be named "${field.name}"`);
  const state = useContext(FormContext);
  const made = useId();
  const id = field.id ?? `${field.name}${made}`;
  const error = field.error ?? state.fieldErrors?.[field.name];
  const hintId = field.hint && (!error || field.keepsHint) ? `${id}-hint` : undefined;
  const errorId = error ? `${id}-error` : undefined;
  return {
    id,
    hintId,
    errorId,
    error,
    defaultValue: state.values?.[field.name],
    wasChecked: state.values && state.values[field.name] !== undefined,
    field: { id, hint: field.hint, hintId, error, errorId },
    aria: {
      id,
      name: field.name,
      "aria-invalid": error ? true : undefined,
      "aria-describedby": [errorId, hintId].filter(Boolean).join(" ") || undefined,
    },
  };
}
