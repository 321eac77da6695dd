import { type ReactNode, useId } from "react";
import { classes } from "@/components/ui/classes";

type CardProps = {
  readonly title?: ReactNode;
  readonly description?: ReactNode;
  /** Shown to the right of the title. */
  readonly action?: ReactNode;
  readonly children?: ReactNode;
  /** `flush` lets tables and charts reach the edges. */
  readonly padding?: "roomy" | "flush";
  readonly tone?: "plain" | "danger" | "accent";
  /** Anchor for links: "#retention". */
  readonly id?: string;
};

const tones = { plain: "border-line", danger: "border-danger", accent: "border-accent" } as const;

/** One subject on a raised surface. With a title it is a landmark region of that name. */
export function Card({
  title,
  description,
  action,
  children,
  padding = "roomy",
  tone = "plain",
  id,
}: CardProps) {
  const heading = useId();
  return (
    <section
      id={id}
      aria-labelledby={title ? heading : undefined}
      className={classes(
        "flex min-w-0 flex-col rounded-lg border bg-surface-raised",
        tones[tone],
        padding === "roomy" ? "gap-4 p-4 sm:p-5" : "[--row-inset:1rem]",
      )}
    >
      {title || action ? (
        <div
          className={classes(
            "flex flex-wrap items-start justify-between gap-x-4 gap-y-2",
            padding === "flush" && "px-4 py-3",
          )}
        >
          <div className="flex min-w-0 flex-1 basis-56 flex-col gap-0.5">
            {title ? (
              <h2 id={heading} className="text-lg font-semibold">
                {title}
              </h2>
            ) : null}
            {description ? <p className="max-w-[72ch] text-ink-muted">{description}</p> : null}
          </div>
          {action}
        </div>
      ) : null}
      {children}
    </section>
  );
}
