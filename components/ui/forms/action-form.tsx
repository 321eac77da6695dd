"use client";

import { type FormEvent, type ReactNode, useActionState, useEffect, useEffectEvent, useRef } from "react";
import { type FormAction, type FormState, idleForm } from "@/lib/kernel/form-state";
import { FormContext } from "./form-context";
import { FormStatus } from "./form-status";

type ActionFormProps = {
  readonly action: FormAction;
  /** Fields as nodes, or as a function of what the form knows (to show a new key's secret). */
  readonly children: ReactNode | ((state: FormState, pending: boolean) => ReactNode);
  /** Hidden values sent along, such as an id. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Accessible name, when the heading near it is not enough. */
  readonly label?: string;
  readonly onSuccess?: (state: FormState) => void;
  /** Empty the fields after success, for forms that add one thing after another. */
  readonly clearOnSuccess?: boolean;
  /** Fields side by side with their button: a filter, a single setting. */
  readonly layout?: "column" | "row";
};

const layouts = {
  column: "flex w-full max-w-[560px] min-w-0 flex-col gap-4 sm:[&>button]:self-start",
  row: "flex min-w-0 flex-wrap items-end gap-3",
} as const;

/**
 * A form over a server action. It works before hydration; afterwards it lists and focuses what was refused,
 * announces success, and keeps what was typed until the action has succeeded.
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

  const settle = useEffectEvent((answer: FormState) => {
    if (answer.status === "error") form.current?.querySelector<HTMLElement>("[data-form-errors]")?.focus();
    if (answer.status !== "success") return;
    if (clearOnSuccess) {
      clearing.current = true;
      form.current?.reset();
      clearing.current = false;
    }
    onSuccess?.(answer);
  });
  // The answer arrives with a render, not with an event, and moving focus or closing a dialog is no rendering.
  useEffect(() => settle(state), [state]);

  // React 19 resets a form after its action, refused or not; a refusal must not empty what was typed.
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
