import { type ReactNode, useId } from "react";

type SettingGroupProps = {
  readonly title: string;
  readonly description?: ReactNode;
  /** Anchor for links: "#retention". */
  readonly id?: string;
  readonly children: ReactNode;
};

/** Settings of one subject, as rows below each other. A landmark region of its title. */
export function SettingGroup({ title, description, id, children }: SettingGroupProps) {
  const heading = useId();
  return (
    <section id={id} aria-labelledby={heading} className="flex min-w-0 scroll-mt-16 flex-col gap-2">
      <div className="flex flex-col gap-0.5">
        <h2 id={heading} className="text-lg font-semibold">
          {title}
        </h2>
        {description ? <p className="max-w-[72ch] text-ink-muted">{description}</p> : null}
      </div>
      <div className="flex min-w-0 flex-col divide-y divide-line border-y border-line *:py-3">{children}</div>
    </section>
  );
}

type SettingRowProps = {
  readonly title: ReactNode;
  /** The control that the title names; without it the title is plain text. */
  readonly controlId?: string;
  /** What the setting does, beside it. */
  readonly consequence?: ReactNode;
  readonly consequenceId?: string;
  /** A switch, or a button that opens something. Shown at the right; on phones a wide button goes below the text. */
  readonly control?: ReactNode;
  /** Below both: wide controls, previews, confirmations. */
  readonly children?: ReactNode;
};

/** One setting: its title and consequence at the left, its control at the right. */
export function SettingRow(props: SettingRowProps) {
  const { title, controlId, consequence, consequenceId, control, children } = props;
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div className="flex min-w-0 items-start justify-between gap-x-6 gap-y-2 max-sm:flex-wrap">
        <div className="flex min-w-0 flex-col gap-0.5 max-sm:flex-1 max-sm:basis-52">
          {controlId === undefined ? (
            <p className="font-medium">{title}</p>
          ) : (
            <label htmlFor={controlId} className="cursor-pointer font-medium">
              {title}
            </label>
          )}
          {consequence ? (
            <div id={consequenceId} className="max-w-[72ch] text-sm text-ink-muted">
              {consequence}
            </div>
          ) : null}
        </div>
        {control ? <div className="flex min-h-6 shrink-0 items-center">{control}</div> : null}
      </div>
      {children}
    </div>
  );
}
