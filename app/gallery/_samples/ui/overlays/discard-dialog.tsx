"use client";

import { useState } from "react";
import { longText, Sample } from "@/app/gallery/_components/sample";
import { Button } from "@/components/ui/actions/button";
import { Row } from "@/components/ui/layout/stack";
import { DiscardDialog } from "@/components/ui/overlays/discard-dialog";

export function DiscardDialogSamples() {
  const [shown, setShown] = useState<"short" | "long" | null>(null);
  const end = () => setShown(null);
  return (
    <Sample state="Default, long text">
      <Row>
        <Button onClick={() => setShown("short")}>Default</Button>
        <Button onClick={() => setShown("long")}>Long text</Button>
      </Row>
      <DiscardDialog
        open={shown !== null}
        title={shown === "long" ? longText : "Close without copying?"}
        discardLabel="Close without copying"
        keepLabel="Keep open"
        onKeep={end}
        onDiscard={end}
      >
        {shown === "long" ? longText : "This secret can’t be shown again."}
      </DiscardDialog>
    </Sample>
  );
}
