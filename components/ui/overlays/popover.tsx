"use client";

import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";

type PopoverProps = {
  readonly trigger: ReactElement;
  readonly title: string;
  readonly children: ReactNode;
  readonly align?: "start" | "center" | "end";
};

/** A small panel next to its trigger, for a filter or an explanation. */
export function Popover({ trigger, title, children, align = "start" }: PopoverProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={6} collisionPadding={8} className="z-40">
          <Base.Popup className="flex w-80 max-w-[calc(100vw-1rem)] flex-col gap-3 rounded-lg border border-line bg-surface-raised p-4 text-ink shadow-popup transition-opacity duration-120 data-ending-style:opacity-0 data-starting-style:opacity-0">
            <Base.Title className="text-base font-medium">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
