import { type ReactNode, useId } from "react";

type DataSectionProps = {
  /** For links to the section. */
  readonly id?: string;
  readonly title: string;
  readonly description: string;
  /** Shown to the right of the title. */
  readonly action?: ReactNode;
  /** A table. */
  readonly children: ReactNode;
};

/** A table with its title, on the page itself. A landmark region of its title. */
export function DataSection({ id, title, description, action, children }: DataSectionProps) {
  const heading = useId();
  return (
    <section id={id} aria-labelledby={heading} className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-1 basis-64 flex-col gap-0.5">
          <h2 id={heading} className="text-lg font-semibold">
            {title}
          </h2>
          <p className="max-w-[72ch] text-ink-muted">{description}</p>
        </div>
        {action}
      </div>
      <div className="border-y border-line">{children}</div>
    </section>
  );
}
