"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import { Moment } from "@/components/product/moment";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { endSecret } from "@/app/(dashboard)/keys/actions";
import type { KeyForActions } from "../key-actions";

type EndOldSecretProps = {
  readonly keyRow: KeyForActions;
  readonly open: boolean;
  readonly onClose: () => void;
  /** What gets the focus once the secret has ended, where the button that opened the dialog goes with it. */
  readonly headingId: string | undefined;
};

/** Asks before it ends the old secret of a key. Closes when that secret has ended otherwise, and stays closed. */
export function EndOldSecret({ keyRow, open, onClose, headingId }: EndOldSecretProps) {
  const { id, name, label } = keyRow;
  const old = keyRow.oldSecret === "unknown" ? null : keyRow.oldSecret;
  const hasEnded = useRef(false);
  const isGone = open && old === null;
  const close = useEffectEvent(onClose);
  useEffect(() => {
    if (open) hasEnded.current = false;
  }, [open]);
  useEffect(() => {
    if (isGone) close();
  }, [isGone]);
  return (
    <ConfirmDialog
      open={open && old !== null}
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      title={`End old secret of “${name}”`}
      consequence={
        <>
          Requests with {old?.label ?? "it"} will fail immediately. This can&apos;t be undone. The current
          secret, {label}, keeps working. {old ? <LastUse {...old} /> : null}
        </>
      }
      confirmLabel="End old secret"
      action={endSecret}
      fields={{ keyId: id, oldLabel: old?.label ?? "" }}
      onDone={() => (hasEnded.current = true)}
      finalFocus={() =>
        ((hasEnded.current || old === null) && headingId ? document.getElementById(headingId) : null) ?? true
      }
      toast
    />
  );
}

/** Whether it can be ended without breaking anything. */
function LastUse({ lastUsedAt, replacedAt, zone }: Exclude<KeyForActions["oldSecret"], "unknown" | null>) {
  return lastUsedAt ? (
    <>
      Last used <Moment at={lastUsedAt} zone={zone} show="relative" />.
    </>
  ) : (
    <>
      Not used since the rotation, <Moment at={replacedAt} zone={zone} show="relative" />.
    </>
  );
}
