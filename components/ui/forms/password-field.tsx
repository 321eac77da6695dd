"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Field, inputClasses } from "./field";
import { useControl } from "./form-context";
import { useHydrated } from "./use-hydrated";

type PasswordFieldProps = {
  readonly name: string;
  readonly label: string;
  readonly autoComplete: "current-password" | "new-password";
  readonly hint?: ReactNode;
  readonly error?: string;
  readonly autoFocus?: boolean;
};

/** A password with a button that shows it. The button needs script, and is hidden until there is one. */
export function PasswordField({ name, label, autoComplete, hint, error, autoFocus }: PasswordFieldProps) {
  const control = useControl({ name, hint, error });
  const [shown, setShown] = useState(false);
  const isHydrated = useHydrated();
  return (
    <Field {...control.field} label={label}>
      <span className="relative flex items-center">
        <input
          {...control.aria}
          type={shown ? "text" : "password"}
          required
          autoComplete={autoComplete}
          autoFocus={autoFocus}
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          className={`${inputClasses} h-9 pr-11 max-sm:h-11 pointer-coarse:h-11`}
        />
        <button
          type="button"
          hidden={!isHydrated}
          data-shows-password
          aria-pressed={shown}
          aria-controls={control.id}
          aria-label="Show characters"
          onClick={() => setShown(!shown)}
          className="absolute right-1 inline-flex size-7 items-center justify-center rounded-sm text-ink-muted hover:text-ink max-sm:size-10 pointer-coarse:size-10"
        >
          <Eye aria-hidden className="size-4 in-aria-pressed:hidden" />
          <EyeOff aria-hidden className="hidden size-4 in-aria-pressed:block" />
        </button>
      </span>
    </Field>
  );
}
