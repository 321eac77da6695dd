import type { ReactNode } from "react";
import { classes } from "@/components/ui/classes";

type KeySectionProps = {
  /** Id of the heading. */
  readonly id: string;
  readonly title: string;
  /** A link or a button at the right of the title. */
  readonly action?: ReactNode;
  /** Terms and values, which are hard to read together far apart. */
  readonly narrow?: boolean;
  /** Directly below the figures, whose own rule divides them. */
  readonly first?: boolean;
  readonly children: ReactNode;
};

/** One subject of a key's page, under a rule. */
export function KeySection({ id, title, action, narrow, first, children }: KeySectionProps) {
  return (
    <section aria-labelledby={id} className={classes("min-w-0", !first && "border-t border-line pt-3")}>
      <div className={classes("flex min-w-0 flex-col gap-2", narrow && "max-w-[560px]")}>
        <div className="flex min-h-9 flex-wrap items-center justify-between gap-x-4">
          {/* Takes the focus when the button that had it is gone. */}
          <h2 id={id} tabIndex={-1} className="text-lg font-semibold outline-none">
            {title}
          </h2>
          {action}
        </div>
        {children}
      </div>
    </section>
  );
}
