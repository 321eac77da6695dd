"use client";

import { AlertDialog as Base } from "@base-ui/react/alert-dialog";
import { Button } from "@/components/ui/actions/button";
import {
  backdropClasses,
  DialogActions,
  popupClasses,
  viewportClasses,
} from "@/components/ui/overlays/dialog";
import { classes } from "@/components/ui/classes";

type CloseWithoutCopyingProps = {
  readonly open: boolean;
  readonly onKeep: () => void;
  readonly onClose: () => void;
};

/** Asks before a secret that was not copied disappears. */
export function CloseWithoutCopying({ open, onKeep, onClose }: CloseWithoutCopyingProps) {
  return (
    <Base.Root open={open} onOpenChange={(isOpen) => (isOpen ? undefined : onKeep())}>
      <Base.Portal>
        <Base.Backdrop className={backdropClasses} />
        <Base.Viewport className={viewportClasses}>
          <Base.Popup className={classes(popupClasses, "gap-3 p-5 sm:max-w-md")}>
            <Base.Title className="text-lg font-semibold">Close without copying?</Base.Title>
            <Base.Description className="text-ink-muted">
              This secret can&apos;t be shown again. Without it, the key can only be deleted.
            </Base.Description>
            <DialogActions>
              <Button variant="danger" onClick={onClose}>
                Close without copying
              </Button>
              <Button variant="primary" onClick={onKeep}>
                Keep open
              </Button>
            </DialogActions>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
