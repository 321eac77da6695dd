import { CircleAlert, CircleCheck } from "lucide-react";
import type { FormState } from "@/lib/kernel/form-state";

/** Up to this many errors are read beside their fields; more are also listed above the form. */
const unlistedMax = 2;

type FormStatusProps = {
  readonly state: FormState;
  /** Names of rejected values that the user cannot see, such as a hidden id. Their errors are shown here. */
  readonly unseen?: readonly string[];
};

/**
 * The result of a form. The status region is always rendered, because a region that appears together with its text is
 * not announced. One or two errors stand only beside their fields; everything else is listed here, and focusable.
 */
export function FormStatus({ state, unseen = [] }: FormStatusProps) {
  return (
    <>
      <div role="status" className={state.status === "success" && state.message ? "" : "sr-only"}>
        {state.status === "success" && state.message ? (
          <p className="flex items-start gap-2 rounded-md bg-positive-soft p-3 text-positive">
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0" />
            <span>{state.message}</span>
          </p>
        ) : null}
      </div>
      {state.status === "error" ? <Errors state={state} unseen={unseen} /> : null}
    </>
  );
}

function Errors({ state, unseen }: Required<FormStatusProps>) {
  const errors = Object.entries(state.fieldErrors ?? {});
  const isUnseen = errors.some(([name]) => unseen.includes(name));
  if (errors.length > 0 && errors.length <= unlistedMax && !isUnseen && !state.requestId) return null;
  return (
    <div
      role="alert"
      tabIndex={-1}
      data-form-errors
      className="flex items-start gap-2 rounded-md bg-danger-soft p-3 text-danger"
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="flex min-w-0 flex-col gap-1">
        <p className="font-medium">{state.message ?? "Fix the highlighted fields."}</p>
        {errors.length > 1 || isUnseen ? (
          <ul className="list-disc pl-4">
            {errors.map(([name, text]) => (
              <li key={name}>{text}</li>
            ))}
          </ul>
        ) : null}
        {state.requestId ? <p className="font-mono text-xs break-id">Request {state.requestId}</p> : null}
      </div>
    </div>
  );
}
