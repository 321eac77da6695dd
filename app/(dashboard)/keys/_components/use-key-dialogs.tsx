"use client";

import { type ReactNode, useState } from "react";
import { notify } from "@/components/ui/feedback/notices";
import { useOnDemand } from "@/components/ui/use-on-demand";
import type { KeyForActions } from "./key-actions";
import type { KeyDialog } from "./key-dialogs";

const loadDialogs = () => import("./key-dialogs").then(({ KeyDialogs }) => KeyDialogs);

type KeyDialogsControl = {
  /** Belongs beside the button or menu that opens them. */
  readonly dialogs: ReactNode;
  readonly open: (dialog: KeyDialog) => void;
  /** The dialog that was asked for, while its script is loaded. */
  readonly loading: KeyDialog | null;
  /** For a button that may open one: loads them when someone reaches for it. */
  readonly preload: { readonly onPointerEnter: () => void; readonly onFocus: () => void };
};

/** The dialogs of a key, loaded on demand. `headingId` gets the focus when a button goes with what its dialog ended. */
export function useKeyDialogs(keyRow: KeyForActions, headingId?: string): KeyDialogsControl {
  const [opened, setOpened] = useState<KeyDialog | null>(null);
  const [loading, setLoading] = useState<KeyDialog | null>(null);
  const [KeyDialogs, start] = useOnDemand(loadDialogs);
  const open = async (dialog: KeyDialog) => {
    setLoading(dialog);
    const loaded = await start();
    setLoading(null);
    if (loaded) return setOpened(dialog);
    notify({
      title: "Couldn't open the dialog",
      detail: "Check your connection, then try again.",
      tone: "danger",
    });
  };
  const dialogs = KeyDialogs ? (
    <KeyDialogs keyRow={keyRow} open={opened} onClose={() => setOpened(null)} headingId={headingId} />
  ) : null;
  const load = () => void start();
  return {
    dialogs,
    open: (dialog) => void open(dialog),
    loading,
    preload: { onPointerEnter: load, onFocus: load },
  };
}
