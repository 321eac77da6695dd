"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactElement, type ReactNode, type RefObject, useRef } from "react";
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
  /** The first field, or the heading when there is none or the dialog is for reading. */
  readonly initialFocus?: "field" | "heading";
};

const widths = { small: "sm:max-w-md", medium: "sm:max-w-xl", large: "sm:max-w-3xl" } as const;

export const backdropClasses =
  "fixed inset-0 z-40 bg-shade transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0";

/** Holds a dialog in the middle of the screen, or at the bottom of a narrow one. */
export const viewportClasses =
  "fixed inset-0 z-40 flex items-end justify-center overflow-y-auto sm:items-center sm:p-6";

export const popupClasses =
  "flex max-h-full w-full flex-col border-line bg-surface-raised text-ink shadow-popup outline-none max-sm:max-h-[92dvh] max-sm:rounded-t-lg max-sm:border-t sm:rounded-lg sm:border " +
  "transition-[opacity,translate] duration-150 data-ending-style:opacity-0 data-starting-style:translate-y-2 data-starting-style:opacity-0";

/** A modal dialog: focus stays inside, Escape and the close button close it, and focus returns to its trigger. */
export function Dialog({
  trigger,
  title,
  description,
  children,
  open,
  onOpenChange,
  size = "small",
  initialFocus = "field",
}: DialogProps) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      {trigger ? <Base.Trigger render={trigger} /> : null}
      <Base.Portal>
        <Base.Backdrop className={backdropClasses} />
        <Base.Viewport className={viewportClasses}>
          <Base.Popup
            ref={popup}
            initialFocus={(by) => firstFocus(popup, initialFocus, by)}
            className={classes(popupClasses, widths[size])}
          >
            <DialogHead title={title} description={description} />
            <div className="flex min-h-0 flex-col gap-4 overflow-y-auto p-5 pt-3">{children}</div>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

const fields =
  "input:not([type=hidden], [type=radio]:not(:checked), :disabled), select:not(:disabled), textarea:not(:disabled)";

/**
 * What gets the focus when a dialog or sheet opens. True: the first control, for a dialog without a heading of its own. A
 * field that was not touched does not get it on a touch screen, where the keyboard would cover the rest.
 */
export function firstFocus(
  popup: RefObject<HTMLElement | null>,
  wanted: NonNullable<DialogProps["initialFocus"]>,
  openedBy: string,
): HTMLElement | true {
  const field =
    wanted === "field" && openedBy !== "touch" ? popup.current?.querySelector<HTMLElement>(fields) : null;
  return field ?? popup.current?.querySelector<HTMLElement>("[data-dialog-title]") ?? true;
}

/** Title, description and close button, for dialogs and sheets. */
export function DialogHead({ title, description }: Pick<DialogProps, "title" | "description">) {
  return (
    <div className="flex items-start justify-between gap-4 p-5 pb-0">
      <div className="flex min-w-0 flex-col gap-1 pt-1">
        {/* Focused when there is no field, so that a screen reader begins here. Its ring would say nothing. */}
        <Base.Title
          tabIndex={-1}
          data-dialog-title=""
          className="text-lg font-semibold break-id outline-none"
        >
          {title}
        </Base.Title>
        {description ? <Base.Description className="text-ink-muted">{description}</Base.Description> : null}
      </div>
      {/* The icon, not its button, ends where the content does. */}
      <div className="-mt-0.5 -mr-2.5 max-sm:-mt-1.5 max-sm:-mr-3.5">
        <Base.Close render={<IconButton hideTooltip label="Close" icon={<X aria-hidden />} />} />
      </div>
    </div>
  );
}

/** Closes the surrounding dialog: `<DialogClose render={<Button>Cancel</Button>} />`. */
export function DialogClose({ render }: { readonly render: ReactElement }) {
  return <Base.Close render={render} />;
}

/**
 * The row of buttons at the bottom; the primary action comes last. On a narrow screen it stays in reach while the content
 * of the dialog or sheet scrolls.
 */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return (
    <div className="flex flex-col-reverse gap-2 pt-1 max-sm:sticky max-sm:-bottom-5 max-sm:-mx-5 max-sm:-mb-5 max-sm:border-t max-sm:border-line max-sm:bg-surface-raised max-sm:px-5 max-sm:pt-3 max-sm:pb-[calc(1rem+env(safe-area-inset-bottom))] sm:flex-row sm:justify-end">
      {children}
    </div>
  );
}
