"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/actions/button";
import type { KeyForActions } from "./key-actions";
import type { KeyDialog } from "./key-dialogs";
import { useKeyDialogs } from "./use-key-dialogs";

type KeyDialogButtonProps = {
  readonly keyRow: KeyForActions;
  readonly dialog: KeyDialog;
  readonly children: ReactNode;
};

/** Opens one of the dialogs of a key. */
export function KeyDialogButton({ keyRow, dialog, children }: KeyDialogButtonProps) {
  const { dialogs, open, loading, preload } = useKeyDialogs(keyRow);
  return (
    <>
      <Button {...preload} pending={loading === dialog} onClick={() => open(dialog)}>
        {children}
      </Button>
      {dialogs}
    </>
  );
}
