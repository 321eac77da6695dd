"use client";

import { type FormEvent, type ReactNode, useActionState, useEffect, useEffectEvent, useRef } from "react";
import { type FormAction, type FormState, idleForm } from "@/lib/kernel/form-state";
import { FormContext } from "./form-context";
import { FormStatus } from "./form-status";

type ActionFormProps = {
  readonly action: FormAction;
  /** Fields as nodes, or as a function of the form's state (to show a new key's secret). */
  readonly children: ReactNode | ((state: FormState, pending: boolean) => ReactNode);
  /** Hidden values, such as an id. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Accessible name, if the nearby heading is not enough. */
  readonly label?: string;
  readonly onSuccess?: (state: FormState) => void;
  /** Clears the fields after success, for forms that are submitted repeatedly. */
  readonly clearOnSuccess?: boolean;
  /** Fields next to their button, for a filter or a single setting. */
  readonly layout?: "column" | "row";
};

const layouts = {
  column: "flex w-full max-w-[560px] min-w-0 flex-col gap-4 sm:[&>button]:self-start",
  row: "flex min-w-0 flex-wrap items-end gap-3",
} as const;

/**
 * A form for a server action. It works before hydration; afterwards it lists and focuses errors, announces success, and
 * keeps the input until the action has succeeded.
 */
export function ActionForm(props: ActionFormProps) {
  const {
    action,
    children,
    fields = {},
    label,
    onSuccess,
    clearOnSuccess = false,
    layout = "column",
  } = props;
  const [state, dispatch, pending] = useActionState(action, idleForm);
  const form = useRef<HTMLFormElement>(null);
  const clearing = useRef(false);

  const settle = useEffectEvent((result: FormState) => {
    if (result.status === "error") form.current?.querySelector<HTMLElement>("[data-form-errors]")?.focus();
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

  // React 19 resets a form after every action; an error must not clear the input.
  const keep = (event: FormEvent<HTMLFormElement>) => {
    if (!clearing.current) event.preventDefault();
  };

  return (
    <form ref={form} action={dispatch} onReset={keep} aria-label={label} className={layouts[layout]}>
      <FormContext value={state}>
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <FormStatus state={state} />
        {typeof children === "function" ? children(state, pending) : children}
      </FormContext>
    </form>
  );
}
