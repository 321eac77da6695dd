"use client";

import { type ReactNode, useId } from "react";
import { classes } from "@/components/ui/classes";
import { useControl } from "./form-context";

type RadioCard = {
  readonly value: string;
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly disabled?: boolean;
};

type RadioCardsProps = {
  readonly name: string;
  readonly legend: string;
  readonly hideLegend?: boolean;
  readonly options: readonly RadioCard[];
  readonly defaultValue?: string;
  /** Set together with `value` when the page reacts to the choice immediately. */
  readonly value?: string;
  readonly onChange?: (value: string, form: HTMLFormElement | null) => void;
  readonly columns?: 1 | 2 | 3 | 4;
  readonly error?: string;
};

const grids = { 1: "", 2: "sm:grid-cols-2", 3: "sm:grid-cols-3", 4: "grid-cols-2 sm:grid-cols-4" } as const;

export function RadioCards(props: RadioCardsProps) {
  const { name, legend, hideLegend, options, value, onChange, columns = 1 } = props;
  const control = useControl({ name, error: props.error });
  const group = useId();
  const chosen = control.defaultValue ?? props.defaultValue;
  return (
    <fieldset
      role="radiogroup"
      data-name={name}
      aria-invalid={control.error ? true : undefined}
      aria-describedby={control.errorId}
      className="flex min-w-0 flex-col gap-2"
    >
      <legend className={hideLegend ? "sr-only" : "contents font-medium"}>{legend}</legend>
      <div className={classes("grid gap-2", grids[columns])}>
        {options.map((option) => (
          <label
            key={option.value}
            htmlFor={`${group}${option.value}`}
            className="relative flex min-h-11 min-w-0 cursor-pointer items-start gap-3 rounded-md border border-line-strong bg-surface-raised p-3 transition-colors duration-150 hover:bg-surface-sunken has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus has-disabled:opacity-55"
          >
            <span className="flex h-5 items-center">
              <input
                id={`${group}${option.value}`}
                type="radio"
                name={name}
                value={option.value}
                disabled={option.disabled}
                {...(onChange
                  ? {
                      checked: value === option.value,
                      onChange: ({ currentTarget }) => onChange(option.value, currentTarget.form),
                    }
                  : { defaultChecked: chosen === option.value })}
                className="tick focus-visible:outline-none"
              />
            </span>
            <span className="flex min-w-0 flex-col gap-0.5">
              <span className="font-medium">{option.label}</span>
              {option.hint ? <span className="text-sm text-ink-muted">{option.hint}</span> : null}
            </span>
          </label>
        ))}
      </div>
      {control.error ? (
        <div id={control.errorId} className="text-sm text-danger">
          {control.error}
        </div>
      ) : null}
    </fieldset>
  );
}
