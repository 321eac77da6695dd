"use client";

import { notify } from "@/components/ui/feedback/notices";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { removeKey } from "../actions";
import { EditKey } from "./edit-key";
import type { KeyForActions } from "./key-actions";
import { EndOldSecret } from "./secrets/end-old-secret";
import { RotateKey } from "./secrets/rotate-key";

export type KeyDialog = "edit" | "rotate" | "end" | "delete";

type KeyDialogsProps = {
  readonly keyRow: KeyForActions;
  readonly open: KeyDialog | null;
  readonly onClose: () => void;
  /** Gets the focus when the old secret has ended, and the button for it has gone. */
  readonly headingId: string | undefined;
};

/** The dialogs of a key. Their scripts are loaded when someone reaches for what opens one, and shared by all keys. */
export function KeyDialogs({ keyRow, open, onClose, headingId }: KeyDialogsProps) {
  const { id, name } = keyRow;
  const close = (isOpen: boolean) => (isOpen ? undefined : onClose());
  return (
    <>
      <EditKey keyRow={keyRow} open={open === "edit"} onOpenChange={close} />
      {open === "rotate" ? <RotateKey keyRow={keyRow} onClose={onClose} /> : null}
      <EndOldSecret keyRow={keyRow} open={open === "end"} onClose={onClose} headingId={headingId} />
      <ConfirmDialog
        open={open === "delete"}
        onOpenChange={close}
        title={`Delete key “${name}”`}
        consequence="Requests with this key will fail immediately. This can't be undone. Past activity is kept."
        confirmLabel="Delete key"
        typed="delete"
        action={removeKey}
        fields={{ keyId: id }}
        onDone={() => notify({ title: `Key “${name}” deleted.` })}
      />
    </>
  );
}
