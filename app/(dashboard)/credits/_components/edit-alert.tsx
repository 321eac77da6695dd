"use client";

import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/actions/button";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { notify } from "@/components/ui/feedback/notices";
import { ActionForm } from "@/components/ui/forms/action-form";
import { DialogActions } from "@/components/ui/overlays/dialog";
import { Sheet } from "@/components/ui/overlays/sheet";
import type { FormAction } from "@/lib/kernel/form-state";

type EditAlertProps = {
  /** "Low-balance alert" */
  readonly title: string;
  readonly action: FormAction;
  /** The fields. */
  readonly children: ReactNode;
};

/** A button that opens the form of an alert, which closes once it is saved. */
export function EditAlert({ title, action, children }: EditAlertProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Sheet
      title={title}
      open={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button size="small" aria-label={`Edit ${title.charAt(0).toLowerCase()}${title.slice(1)}`}>
          Edit
        </Button>
      }
    >
      <ActionForm
        action={action}
        label={title}
        onSuccess={({ message }) => {
          setOpen(false);
          notify({ title: message ?? "Saved." });
        }}
      >
        {children}
        <DialogActions>
          <SubmitButton wide>Save alert</SubmitButton>
        </DialogActions>
      </ActionForm>
    </Sheet>
  );
}
