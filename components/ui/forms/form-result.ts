"use client";

import {
  type FormEvent,
  type RefObject,
  startTransition,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from "react";
import { notify } from "@/components/ui/feedback/toaster";
import { type FormAction, type FormState, idleForm } from "@/lib/kernel/form-state";

/** Which results are announced in a toast rather than in the form. */
export type ToastFor = "none" | "success" | "all";

type ResultOptions = {
  readonly action: FormAction;
  readonly fields: Readonly<Record<string, string>>;
  readonly onSuccess?: (state: FormState) => void;
  readonly onError?: (state: FormState) => void;
  readonly clearOnSuccess?: boolean;
  readonly toast: ToastFor;
  readonly undo?: Readonly<Record<string, string>>;
};

/** What happens when a form's result arrives: focus the first error, or announce success and offer to undo it. */
export function useFormResult(
  form: RefObject<HTMLFormElement | null>,
  state: FormState,
  options: ResultOptions,
) {
  const { action, fields, onSuccess, onError, clearOnSuccess = false, toast, undo } = options;
  const clearing = useRef(false);
  // The values before the change; when the result arrives, the page may already show the new ones.
  const before = useRef(undo);
  const [seen, setSeen] = useState<{ readonly state: FormState; readonly names: readonly string[] } | null>(
    null,
  );

  const settle = useEffectEvent((result: FormState) => {
    if (result.status === "error") {
      setSeen({ state: result, names: invalidNames(form.current) });
      if (toast === "all") notify({ title: result.message ?? "That didn't work.", tone: "danger" });
      onError?.(result);
    }
    if (result.status !== "success") return;
    if (clearOnSuccess) {
      clearing.current = true;
      form.current?.reset();
      clearing.current = false;
    }
    const restored = before.current;
    if (toast !== "none" && result.message)
      notify({
        title: result.message,
        ...(restored && {
          action: { label: "Undo", run: () => restore(action, { ...fields, ...restored }) },
        }),
      });
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
    handlers: {
      onSubmit: () => {
        before.current = undo;
      },
      // React 19 resets a form after every action; an error must not clear the input.
      onReset: (event: FormEvent<HTMLFormElement>) => {
        if (!clearing.current) event.preventDefault();
      },
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

/** Submits the earlier values. A failure is a toast: the form may be gone. */
function restore(action: FormAction, values: Readonly<Record<string, string>>): void {
  startTransition(async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries(values)) form.set(name, value);
    const result = await action(idleForm, form);
    if (result.status === "error")
      notify({ title: result.message ?? "The change couldn't be undone.", tone: "danger" });
    else notify({ title: "Undone." });
  });
}
