"use client";

import type { ComponentPropsWithRef, ReactNode } from "react";
import { classes } from "@/components/ui/classes";
import { Tooltip } from "@/components/ui/overlays/tooltip";

type IconButtonProps = Omit<
  ComponentPropsWithRef<"button">,
  "className" | "style" | "children" | "aria-label"
> & {
  /** Accessible name and text of the tooltip. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly variant?: "quiet" | "secondary";
  readonly size?: "small" | "medium";
  /** For obvious close buttons: a tooltip would consume the Escape key that closes the dialog. */
  readonly hideTooltip?: boolean;
};

const variants = {
  quiet: "text-ink-muted hover:bg-surface-sunken hover:text-ink",
  secondary: "border border-line-strong bg-surface-raised text-ink hover:bg-surface-sunken",
} as const;

export function IconButton(props: IconButtonProps) {
  const { label, icon, variant = "quiet", size = "medium", hideTooltip = false, ...rest } = props;
  const button = (
    <button
      type="button"
      {...rest}
      aria-label={label}
      className={classes(
        "inline-flex shrink-0 items-center justify-center rounded-md transition-colors duration-150 [&_svg]:size-4",
        "disabled:opacity-55 max-sm:size-11 pointer-coarse:size-11",
        size === "small" ? "size-7" : "size-9",
        variants[variant],
      )}
    >
      {icon}
    </button>
  );
  return hideTooltip ? button : <Tooltip text={label}>{button}</Tooltip>;
}
