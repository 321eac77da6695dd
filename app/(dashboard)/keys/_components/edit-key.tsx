"use client";

import { Button } from "@/components/ui/actions/button";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { notify } from "@/components/ui/feedback/notices";
import { ActionForm } from "@/components/ui/forms/action-form";
import { TextField } from "@/components/ui/forms/text-field";
import { Dialog, DialogActions, DialogClose } from "@/components/ui/overlays/dialog";
import { changeKey } from "../actions";
import type { KeyForActions } from "./key-actions";
import { LimitField } from "./limit-field";
import { LimitResetField } from "./limit-reset-field";

type EditKeyProps = {
  readonly keyRow: KeyForActions;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
};

export function EditKey({ keyRow, open, onOpenChange }: EditKeyProps) {
  return (
    <Dialog title={`Edit key “${keyRow.name}”`} open={open} onOpenChange={onOpenChange}>
      <ActionForm
        action={changeKey}
        fields={{ keyId: keyRow.id }}
        label="Edit key"
        onSuccess={({ message }) => {
          onOpenChange(false);
          notify({ title: message ?? "Saved." });
        }}
      >
        <TextField name="name" label="Name" defaultValue={keyRow.name} maxLength={200} autoComplete="off" />
        <LimitField
          optional
          defaultValue={keyRow.limit}
          hint="Leave blank for no limit. Raising the limit doesn't reset usage."
        />
        <LimitResetField defaultValue={keyRow.limitReset} />
        <DialogActions>
          <DialogClose render={<Button>Cancel</Button>} />
          <SubmitButton>Save key</SubmitButton>
        </DialogActions>
      </ActionForm>
    </Dialog>
  );
}
