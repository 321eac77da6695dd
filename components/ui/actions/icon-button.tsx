"use client";

import type { ComponentPropsWithRef, ReactNode } from "react";
import { Tooltip } from "@/components/ui/overlays/tooltip";
import { type IconButtonFace, iconButtonClasses } from "./icon-button-face";

type IconButtonProps = Omit<
  ComponentPropsWithRef<"button">,
  "className" | "style" | "children" | "aria-label"
> &
  IconButtonFace & {
    /** Accessible name and text of the tooltip. */
    readonly label: string;
    readonly icon: ReactNode;
    /** For obvious close buttons: a tooltip would consume the Escape key that closes the dialog. */
    readonly hideTooltip?: boolean;
  };

export function IconButton(props: IconButtonProps) {
  const { label, icon, variant, size, hideTooltip = false, ...rest } = props;
  const button = (
    <button type="button" {...rest} aria-label={label} className={iconButtonClasses({ variant, size })}>
      {icon}
    </button>
  );
  return hideTooltip ? button : <Tooltip text={label}>{button}</Tooltip>;
}
