"use client";

import { type FormEvent, type RefObject, useEffect, useEffectEvent, useRef, useState } from "react";
import type { FormState } from "@/lib/kernel/form-state";

type ResultOptions = {
  readonly fields: Readonly<Record<string, string>>;
  readonly onSuccess?: (state: FormState) => void;
  readonly onError?: (state: FormState) => void;
  readonly clearOnSuccess?: boolean;
};

/** What happens when a form's result is shown: focus goes to the first error, or the form is cleared. */
export function useFormResult(
  form: RefObject<HTMLFormElement | null>,
  state: FormState,
  { fields, onSuccess, onError, clearOnSuccess = false }: ResultOptions,
) {
  const clearing = useRef(false);
  const [seen, setSeen] = useState<{ readonly state: FormState; readonly names: readonly string[] } | null>(
    null,
  );

  const settle = useEffectEvent((result: FormState) => {
    if (result.status === "error") {
      setSeen({ state: result, names: invalidNames(form.current) });
      onError?.(result);
    }
    if (result.status !== "success") return;
    if (clearOnSuccess) {
      clearing.current = true;
      form.current?.reset();
      clearing.current = false;
    }
    onSuccess?.(result);
  });
  // An effect, because the result arrives with a render rather than an event, and moving focus or closing a dialog is
  // not rendering.
  useEffect(() => settle(state), [state]);
  // Once it is known which errors have a field, the others are listed, and the list takes the focus.
  useEffect(() => {
    if (seen) focusError(form.current);
  }, [seen, form]);

  const rejected = Object.keys(state.fieldErrors ?? {});
  return {
    /** Rejected values that no visible field shows. Before hydration only the hidden ones are known. */
    unseen:
      seen?.state === state
        ? rejected.filter((name) => !seen.names.includes(name))
        : rejected.filter((name) => name in fields),
    /** React 19 resets a form after every action; an error must not clear the input. */
    keepInput: (event: FormEvent<HTMLFormElement>) => {
      if (!clearing.current) event.preventDefault();
    },
  };
}

function invalidControls(form: HTMLFormElement | null): readonly HTMLElement[] {
  return [...(form?.querySelectorAll<HTMLElement>("[aria-invalid='true']") ?? [])];
}

function invalidNames(form: HTMLFormElement | null): readonly string[] {
  return invalidControls(form).map(
    (control) => control.getAttribute("name") ?? control.dataset["name"] ?? "",
  );
}

/** The list of errors if there is one, otherwise the first field that was rejected. */
function focusError(form: HTMLFormElement | null): void {
  const list = form?.querySelector<HTMLElement>("[data-form-errors]");
  const [first] = invalidControls(form);
  // A group of radio buttons is marked as a whole, and cannot have the focus itself.
  const field = first?.matches("fieldset") ? first.querySelector<HTMLElement>("input:enabled") : first;
  (list ?? field)?.focus();
}
