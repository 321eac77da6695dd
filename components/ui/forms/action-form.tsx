"use client";

import { type ReactNode, useActionState, useEffect, useEffectEvent, useRef } from "react";
import { type FormAction, type FormState, idleForm } from "@/lib/kernel/form-state";
import { FormContext } from "./form-context";
import { FormStatus } from "./form-status";
import { type ToastFor, useAnnounced } from "./announced-action";
import { useFormResult } from "./form-result";
import { useOneAtATime } from "./one-at-a-time";

type ActionFormProps = {
  readonly action: FormAction;
  /** Fields as nodes, or as a function of the form's state (to show a new key's secret). */
  readonly children: ReactNode | ((state: FormState, pending: boolean) => ReactNode);
  /** Hidden values, such as an id. */
  readonly fields?: Readonly<Record<string, string>>;
  /** Accessible name, if the nearby heading is not enough. */
  readonly label?: string;
  readonly onSuccess?: (state: FormState) => void;
  readonly onError?: (state: FormState) => void;
  /** Told when a submission starts and when its result is shown. */
  readonly onPending?: (pending: boolean) => void;
  /** The error when no response arrived, for an action that must not be repeated unseen. */
  readonly lost?: string;
  /** Clears the fields after success, for forms that are submitted repeatedly. */
  readonly clearOnSuccess?: boolean;
  /** Announces success, or every result, in a toast instead of a message that stays in the form. */
  readonly toast?: ToastFor;
  /** The values that are saved now. The toast offers to restore them. */
  readonly undo?: Readonly<Record<string, string>>;
  /** Fields next to their button, for a filter; "setting" is a row of settings, with its errors below. */
  readonly layout?: "column" | "row" | "setting";
};

const layouts = {
  column: "flex w-full max-w-[560px] min-w-0 flex-col gap-4 sm:[&>button]:self-start",
  row: "flex min-w-0 flex-wrap items-end gap-3",
  setting: "flex min-w-0 flex-col gap-3",
} as const;

/**
 * A form for a server action. It works before hydration; afterwards it focuses the first error, announces success, and
 * keeps the input until the action has succeeded.
 */
export function ActionForm(props: ActionFormProps) {
  const { action, children, fields = {}, label, layout = "column", undo, lost } = props;
  const toast = props.toast ?? (undo ? "success" : "none");
  const announced = useAnnounced({ action, fields, toast, undo, lost });
  const [state, dispatch, pending] = useActionState(announced, idleForm);
  const submitOnce = useOneAtATime(state, pending);
  const form = useRef<HTMLFormElement>(null);
  const { unseen, keepInput } = useFormResult(form, state, { ...props, fields });
  const tellPending = useEffectEvent((isPending: boolean) => props.onPending?.(isPending));
  // An effect, so that it is told together with the result, which its own effect passes on.
  useEffect(() => tellPending(pending), [pending]);
  const isToast = toast === "all" || (toast === "success" && state.status === "success");
  const status = <FormStatus state={isToast ? idleForm : state} unseen={unseen} />;

  return (
    <form
      ref={form}
      action={dispatch}
      onSubmit={submitOnce}
      onReset={keepInput}
      aria-label={label}
      // Without a connection it is submitted all the same, and its error says so.
      data-says-when-lost={layout === "column" && toast !== "all" ? "" : undefined}
      className={layouts[layout]}
    >
      <FormContext value={state}>
        {Object.entries(fields).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {layout === "setting" ? null : status}
        {typeof children === "function" ? children(state, pending) : children}
        {layout === "setting" ? status : null}
      </FormContext>
    </form>
  );
}
