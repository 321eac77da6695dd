import { CircleAlert, CircleCheck } from "lucide-react";
import type { FormState } from "@/lib/kernel/form-state";

/**
 * The result of a form. The status region is always rendered, because a region that appears together with its text is
 * not announced. Errors are listed, focusable, and link to their fields by name.
 */
export function FormStatus({ state }: { readonly state: FormState }) {
  const errors = Object.entries(state.fieldErrors ?? {});
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
      {state.status === "error" ? (
        <div
          role="alert"
          tabIndex={-1}
          data-form-errors
          className="flex items-start gap-2 rounded-md bg-danger-soft p-3 text-danger"
        >
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <div className="flex min-w-0 flex-col gap-1">
            <p className="font-medium">{state.message ?? "Fix the highlighted fields."}</p>
            {errors.length > 1 ? (
              <ul className="list-disc pl-4">
                {errors.map(([name, text]) => (
                  <li key={name}>{text}</li>
                ))}
              </ul>
            ) : null}
            {state.requestId ? <p className="font-mono text-xs break-id">Request {state.requestId}</p> : null}
          </div>
        </div>
      ) : null}
    </>
  );
}
