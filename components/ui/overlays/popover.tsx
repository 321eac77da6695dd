"use client";

import { Popover as Base } from "@base-ui/react/popover";
import type { ReactElement, ReactNode } from "react";

type PopoverProps = {
  readonly trigger: ReactElement;
  readonly title: string;
  readonly children: ReactNode;
  readonly align?: "start" | "center" | "end";
  /** Controlled by its content, which closes it when a choice is made. */
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
};

/** The positions of the library are inline styles; only important ones win over them. */
const sheetPosition =
  "max-sm:fixed! max-sm:inset-x-0! max-sm:top-auto! max-sm:bottom-0! max-sm:w-full! max-sm:max-w-none! max-sm:transform-none!";

/** A small panel next to its trigger, for a filter or an explanation. On a phone it is a sheet at the bottom. */
export function Popover({ trigger, title, children, align = "start", open, onOpenChange }: PopoverProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-shade sm:hidden" />
        <Base.Positioner
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={`z-40 ${sheetPosition}`}
        >
          <Base.Popup className="flex w-80 max-w-[calc(100vw-1rem)] flex-col gap-3 rounded-lg border border-line bg-surface-raised p-4 text-ink shadow-popup outline-none transition-opacity duration-120 data-ending-style:opacity-0 data-starting-style:opacity-0 max-sm:max-h-[85dvh] max-sm:w-full max-sm:max-w-none max-sm:overflow-y-auto max-sm:rounded-b-none">
            <Base.Title className="text-base font-medium">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
