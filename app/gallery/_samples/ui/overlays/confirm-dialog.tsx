"use client";

import { longText, Sample } from "@/app/gallery/_components/sample";
import { fail, neverDone, succeed } from "@/app/gallery/_components/sample-actions";
import { Button } from "@/components/ui/actions/button";
import { Row } from "@/components/ui/layout/stack";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";

const texts = {
  title: "Delete key “Production”",
  consequence: "Requests with this key fail immediately.",
  confirmLabel: "Delete key",
};

export function ConfirmDialogSamples() {
  return (
    <Sample state="Default, typed, pending, error, long text">
      <Row>
        <ConfirmDialog {...texts} trigger={<Button>Default</Button>} action={succeed} />
        <ConfirmDialog {...texts} trigger={<Button>Typed</Button>} action={succeed} typed="Production" />
        <ConfirmDialog {...texts} trigger={<Button>Pending</Button>} action={neverDone} tone="plain" />
        <ConfirmDialog {...texts} trigger={<Button>Error</Button>} action={fail} />
        <ConfirmDialog
          trigger={<Button>Long text</Button>}
          action={succeed}
          title={longText}
          consequence={longText}
          confirmLabel="Delete key"
        />
      </Row>
    </Sample>
  );
}
