"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { type ReactNode, useRef } from "react";
import { backdropClasses, DialogHead, type DialogProps, firstFocus } from "./dialog";
import { useCloseSheet } from "./use-close-sheet";

type SheetProps = Omit<DialogProps, "size"> & {
  /** A click outside does not close it, for content that cannot be shown again. */
  readonly keepOpenOutside?: boolean;
};

/** A panel for a form or details that belong to the page behind it: at the right, or at the bottom of a narrow screen. */
export function Sheet({
  trigger,
  keepOpenOutside = false,
  title,
  description,
  children,
  open,
  onOpenChange,
  initialFocus = "field",
}: SheetProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={open} onOpenChange={onOpenChange} disablePointerDismissal={keepOpenOutside}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className={backdropClasses} />
        <Base.Popup
          ref={popup}
          initialFocus={(by) => firstFocus(popup, initialFocus, by)}
          className="fixed z-40 flex w-full flex-col border-line bg-surface-raised text-ink shadow-popup outline-none transition-[opacity,translate] duration-180 ease-out data-ending-style:opacity-0 data-starting-style:opacity-0 max-sm:inset-x-0 max-sm:bottom-0 max-sm:max-h-[92dvh] max-sm:rounded-t-lg max-sm:border-t max-sm:data-ending-style:translate-y-3 max-sm:data-starting-style:translate-y-3 sm:inset-y-0 sm:right-0 sm:max-w-lg sm:border-l sm:data-ending-style:translate-x-3 sm:data-starting-style:translate-x-3"
        >
          <DialogHead title={title} description={description} />
          <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-5">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

type RouteSheetProps = Pick<DialogProps, "initialFocus"> & {
  readonly title: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  /** The page behind the sheet. Closing leads there, so the sheet has its own URL. */
  readonly closeHref: string;
};

export function RouteSheet({ closeHref, ...rest }: RouteSheetProps) {
  const close = useCloseSheet(closeHref);
  return <Sheet {...rest} open onOpenChange={(open) => (open ? undefined : close())} />;
}
