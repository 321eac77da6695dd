import type { ReactNode } from "react";
import { classes } from "@/components/ui/classes";
import { softTones, type Tone } from "./tone";

type BadgeProps = { readonly tone?: Tone; readonly icon?: ReactNode; readonly children: ReactNode };

/** A status in one word. The word carries the meaning; the color only makes it easier to find. */
export function Badge({ tone = "neutral", icon, children }: BadgeProps) {
  return (
    <span
      className={classes(
        "inline-flex h-5 items-center gap-1 rounded-sm px-1.5 text-xs font-medium whitespace-nowrap [&_svg]:size-3",
        softTones[tone],
      )}
    >
      {icon}
      {children}
    </span>
  );
}
