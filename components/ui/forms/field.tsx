import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";

export type FieldProps = {
  readonly id: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly hintId?: string;
  readonly error?: string;
  readonly errorId?: string;
  readonly optional?: boolean;
  readonly children: ReactNode;
};

/** Label, control, and hint or error: the error takes the hint's place. Text and select fields are built on it. */
export function Field({ id, label, hint, hintId, error, errorId, optional, children }: FieldProps) {
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <label htmlFor={id} className="text-base font-medium">
        {label}
        {optional ? <span className="font-normal text-ink-muted"> (optional)</span> : null}
      </label>
      {children}
      {hint && !error ? (
        <div id={hintId} className="text-sm text-ink-muted">
          {hint}
        </div>
      ) : null}
      {error ? (
        <div id={errorId} className="flex items-start gap-1.5 text-sm text-danger">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span>{error}</span>
        </div>
      ) : null}
    </div>
  );
}

export const inputClasses =
  "w-full min-w-0 rounded-md border border-line-strong bg-surface-raised px-3 text-base text-ink placeholder:text-ink-faint max-sm:text-lg aria-invalid:border-danger disabled:opacity-60";
