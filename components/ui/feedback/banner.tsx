import type { ReactNode } from "react";
import { classes } from "@/components/ui/classes";
import { softTones, type Tone } from "./tone";

type BannerProps = {
  readonly tone?: Tone;
  readonly icon?: ReactNode;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** A link or button at the end. */
  readonly action?: ReactNode;
  /** Announced immediately; only for errors that have just occurred. */
  readonly urgent?: boolean;
};

/** A notice about the whole page that stays until it is resolved. */
export function Banner({ tone = "info", icon, title, children, action, urgent }: BannerProps) {
  return (
    <div
      role={urgent ? "alert" : undefined}
      className={classes(
        "flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-lg p-3",
        softTones[tone],
      )}
    >
      <div className="flex min-w-0 flex-1 basis-64 items-start gap-2 [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0">
        {icon}
        <div className="flex min-w-0 flex-col gap-0.5">
          <p className="font-medium">{title}</p>
          {children ? <div className="text-ink">{children}</div> : null}
        </div>
      </div>
      {action}
    </div>
  );
}
