"use client";

import { Button } from "@/components/ui/actions/button";
import type { KeyForActions } from "../key-actions";
import { useKeyDialogs } from "../use-key-dialogs";

type SecretButtonsProps = {
  readonly keyRow: KeyForActions;
  /** Gets the focus once the old secret has ended. */
  readonly headingId: string;
};

/** Rotates the secret of a key, and ends the old one before its time. */
export function SecretButtons({ keyRow, headingId }: SecretButtonsProps) {
  const { dialogs, open, loading, preload } = useKeyDialogs(keyRow, headingId);
  const { notRotatable, oldSecret } = keyRow;
  return (
    <div className="flex flex-wrap gap-2">
      {notRotatable === null ? (
        <Button {...preload} pending={loading === "rotate"} onClick={() => open("rotate")}>
          Rotate secret
        </Button>
      ) : null}
      {oldSecret === null || oldSecret === "unknown" ? null : (
        <Button {...preload} pending={loading === "end"} onClick={() => open("end")}>
          End old secret
        </Button>
      )}
      {dialogs}
    </div>
  );
}
