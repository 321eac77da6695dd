"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { backdropClasses, DialogHead, type DialogProps } from "./dialog";

/** A side panel for a form or details that belong to the page behind it. */
export function Sheet({
  trigger,
  title,
  description,
  children,
  open,
  onOpenChange,
}: Omit<DialogProps, "size">) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className={backdropClasses} />
        <Base.Popup className="fixed inset-y-0 right-0 z-40 flex w-full max-w-lg flex-col border-l border-line bg-surface-raised text-ink shadow-popup outline-none transition-[opacity,translate] duration-200 data-ending-style:translate-x-4 data-ending-style:opacity-0 data-starting-style:translate-x-4 data-starting-style:opacity-0">
          <DialogHead title={title} description={description} />
          <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-5">{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

type RouteSheetProps = {
  readonly title: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  /** The page behind the sheet. Closing navigates there, so the sheet has its own URL. */
  readonly closeHref: string;
};

export function RouteSheet({ closeHref, ...rest }: RouteSheetProps) {
  const router = useRouter();
  return (
    <Sheet
      {...rest}
      open
      onOpenChange={(open) => (open ? undefined : router.push(closeHref, { scroll: false }))}
    />
  );
}
