"use client";

import { Pencil, Trash2 } from "lucide-react";
import { Button } from "@/components/ui/actions/button";
import { IconButton } from "@/components/ui/actions/icon-button";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { SelectField } from "@/components/ui/forms/select-field";
import { TextField } from "@/components/ui/forms/text-field";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { Dialog, DialogActions, DialogClose } from "@/components/ui/overlays/dialog";
import { useState } from "react";
import { changeKey, removeKey, setKeyDisabled } from "../actions";

export type KeyForActions = {
  readonly id: string;
  readonly name: string;
  readonly state: "active" | "disabled" | "expired" | "deleted";
  /** Decimal text; empty for no limit. */
  readonly limit: string;
  readonly limitReset: string;
};

export function KeyActions({ keyRow }: { readonly keyRow: KeyForActions }) {
  const disabled = keyRow.state === "disabled";
  return (
    <div className="flex items-center justify-end gap-1">
      <ActionForm
        action={setKeyDisabled}
        fields={{ keyId: keyRow.id, disabled: String(!disabled) }}
        label={`${disabled ? "Enable" : "Disable"} ${keyRow.name}`}
        layout="row"
      >
        <SubmitButton variant="quiet" size="small">
          {disabled ? "Enable" : "Disable"}
          <span className="sr-only"> {keyRow.name}</span>
        </SubmitButton>
      </ActionForm>
      <EditKey keyRow={keyRow} />
      <ConfirmDialog
        trigger={<IconButton label={`Delete ${keyRow.name}`} icon={<Trash2 aria-hidden />} size="small" />}
        title={`Delete key “${keyRow.name}”`}
        consequence="Requests with this key will fail immediately. This can't be undone. Past activity is kept."
        confirmLabel="Delete key"
        typed="delete"
        action={removeKey}
        fields={{ keyId: keyRow.id }}
      />
    </div>
  );
}

function EditKey({ keyRow }: { readonly keyRow: KeyForActions }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      trigger={<IconButton label={`Edit ${keyRow.name}`} icon={<Pencil aria-hidden />} size="small" />}
      title={`Edit key “${keyRow.name}”`}
      open={open}
      onOpenChange={setOpen}
    >
      <ActionForm
        action={changeKey}
        fields={{ keyId: keyRow.id }}
        label="Edit key"
        onSuccess={() => setOpen(false)}
      >
        <TextField name="name" label="Name" defaultValue={keyRow.name} maxLength={200} autoComplete="off" />
        <TextField
          name="limit"
          label="Spending limit"
          prefix="$"
          inputMode="decimal"
          numeric
          optional
          defaultValue={keyRow.limit}
          hint="Raising the limit doesn't reset usage."
        />
        <SelectField
          name="limitReset"
          label="Limit resets"
          defaultValue={keyRow.limitReset}
          options={[
            { value: "", label: "Never" },
            { value: "daily", label: "Every day" },
            { value: "weekly", label: "Every week" },
            { value: "monthly", label: "Every month" },
          ]}
        />
        <DialogActions>
          <DialogClose render={<Button>Cancel</Button>} />
          <SubmitButton>Save key</SubmitButton>
        </DialogActions>
      </ActionForm>
    </Dialog>
  );
}
