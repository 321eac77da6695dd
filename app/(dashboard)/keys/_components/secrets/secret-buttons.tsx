"use client";

import { Button } from "@/components/ui/actions/button";
import type { KeyForActions } from "../key-actions";
import { useKeyDialogs } from "../use-key-dialogs";

/** Rotates the secret of a key, and ends the old one before its time. */
export function SecretButtons({ keyRow }: { readonly keyRow: KeyForActions }) {
  const { dialogs, open, nearing } = useKeyDialogs(keyRow);
  return (
    <div className="flex flex-wrap gap-2">
      {keyRow.state === "active" ? (
        <Button {...nearing} onClick={() => open("rotate")}>
          Rotate secret
        </Button>
      ) : null}
      {keyRow.oldSecret ? (
        <Button {...nearing} onClick={() => open("end")}>
          End now
        </Button>
      ) : null}
      {dialogs}
    </div>
  );
}
