"use client";

import { notify } from "@/components/ui/feedback/notices";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { endSecret, removeKey } from "../actions";
import { EditKey } from "./edit-key";
import type { KeyForActions } from "./key-actions";
import { RotateKey } from "./secrets/rotate-key";

export type KeyDialog = "edit" | "rotate" | "end" | "delete";

type KeyDialogsProps = {
  readonly keyRow: KeyForActions;
  readonly open: KeyDialog | null;
  readonly onClose: () => void;
};

/** The dialogs of a key's menu. Their scripts are loaded when one of them is first opened. */
export function KeyDialogs({ keyRow, open, onClose }: KeyDialogsProps) {
  const { id, name, label, oldSecret } = keyRow;
  const close = (isOpen: boolean) => (isOpen ? undefined : onClose());
  return (
    <>
      <EditKey keyRow={keyRow} open={open === "edit"} onOpenChange={close} />
      {open === "rotate" ? <RotateKey keyRow={keyRow} onClose={onClose} /> : null}
      <ConfirmDialog
        open={open === "end" && oldSecret !== null}
        onOpenChange={close}
        title={`End old secret of “${name}”`}
        consequence={`Requests with ${oldSecret?.label ?? "it"} will fail immediately. This can't be undone. The current secret, ${label}, keeps working.${oldSecret ? ` ${oldSecret.use}.` : ""}`}
        confirmLabel="End old secret"
        action={endSecret}
        fields={{ keyId: id, oldLabel: oldSecret?.label ?? "" }}
        toast
      />
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
