"use client";

import { AlertDialog as Base } from "@base-ui/react/alert-dialog";
import { type ReactNode, useRef } from "react";
import { Button } from "@/components/ui/actions/button";
import { classes } from "@/components/ui/classes";
import { backdropClasses, DialogActions, popupClasses, viewportClasses } from "./dialog";

type DiscardDialogProps = {
  readonly open: boolean;
  readonly title: string;
  /** What would be lost. */
  readonly children: ReactNode;
  /** Repeats the verb of the title: "Close without copying". */
  readonly discardLabel: string;
  readonly keepLabel: string;
  readonly onKeep: () => void;
  readonly onDiscard: () => void;
};

/** Asks before something is left that cannot be brought back. Esc keeps it, and so does Enter, whose button has the focus. */
export function DiscardDialog(props: DiscardDialogProps) {
  const keep = useRef<HTMLButtonElement>(null);
  return (
    <Base.Root open={props.open} onOpenChange={(isOpen) => (isOpen ? undefined : props.onKeep())}>
      <Base.Portal>
        <Base.Backdrop className={backdropClasses} />
        <Base.Viewport className={viewportClasses}>
          <Base.Popup initialFocus={keep} className={classes(popupClasses, "gap-3 p-5 sm:max-w-md")}>
            <Base.Title className="text-lg font-semibold">{props.title}</Base.Title>
            <Base.Description className="text-ink-muted">{props.children}</Base.Description>
            <DialogActions>
              <Button variant="danger" onClick={props.onDiscard}>
                {props.discardLabel}
              </Button>
              <Button ref={keep} variant="primary" onClick={props.onKeep}>
                {props.keepLabel}
              </Button>
            </DialogActions>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
