"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import { IconButton } from "@/components/ui/actions/icon-button";
import { classes } from "@/components/ui/classes";

export type DialogProps = {
  /** A button. Absent when `open` controls the dialog. */
  readonly trigger?: ReactElement;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly size?: "small" | "medium" | "large";
};

const widths = { small: "max-w-md", medium: "max-w-xl", large: "max-w-3xl" } as const;

export const backdropClasses =
  "fixed inset-0 z-40 bg-shade transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0";

/** A modal dialog: focus stays inside, Escape and the close button close it, and focus returns to its trigger. */
export function Dialog({
  trigger,
  title,
  description,
  children,
  open,
  onOpenChange,
  size = "small",
}: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className={backdropClasses} />
        <Base.Viewport className="fixed inset-0 z-40 flex items-end justify-center overflow-y-auto p-2 sm:items-center sm:p-6">
          <Base.Popup
            className={classes(
              "flex max-h-full w-full flex-col rounded-lg border border-line bg-surface-raised text-ink shadow-popup outline-none",
              "transition-[opacity,translate] duration-150 data-ending-style:opacity-0 data-starting-style:translate-y-2 data-starting-style:opacity-0",
              widths[size],
            )}
          >
            <DialogHead title={title} description={description} />
            <div className="flex min-h-0 flex-col gap-4 overflow-y-auto p-5 pt-3">{children}</div>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

/** Title, description and close button, for dialogs and sheets. */
export function DialogHead({ title, description }: Pick<DialogProps, "title" | "description">) {
  return (
    <div className="flex items-start justify-between gap-4 p-5 pb-0">
      <div className="flex min-w-0 flex-col gap-1 pt-1">
        <Base.Title className="text-lg font-semibold break-id">{title}</Base.Title>
        {description ? <Base.Description className="text-ink-muted">{description}</Base.Description> : null}
      </div>
      <Base.Close render={<IconButton hideTooltip label="Close" icon={<X aria-hidden />} />} />
    </div>
  );
}

/** Closes the surrounding dialog: `<DialogClose render={<Button>Cancel</Button>} />`. */
export function DialogClose({ render }: { readonly render: ReactElement }) {
  return <Base.Close render={render} />;
}

/** The row of buttons at the bottom; the primary action comes last. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className="flex flex-col-reverse gap-2 pt-1 sm:flex-row sm:justify-end">{children}</div>;
}
