"use client";

import { Button } from "@/components/ui/actions/button";
import { TextField } from "@/components/ui/forms/text-field";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { deleteAccountAction } from "../actions";

type DeleteAccountProps = {
  readonly email: string;
  /** Credits that would be lost: "$10.00". */
  readonly credits: string;
};

export function DeleteAccount({ email, credits }: DeleteAccountProps) {
  return (
    <section className="flex flex-col gap-3 border-t border-line pt-4">
      <h3 className="text-base font-semibold text-danger">Delete your account</h3>
      <p className="text-ink-muted">
        This is permanent and takes effect immediately. You're signed out everywhere, all keys stop working,
        and {credits} in unused credits are lost. Billing records are kept as long as the law requires,
        without your name or address.
      </p>
      <div>
        <ConfirmDialog
          trigger={<Button variant="danger">Delete account</Button>}
          title="Delete your account"
          consequence={`This can't be undone. All sessions and keys stop working now, and ${credits} in unused credits are lost.`}
          confirmLabel="Delete account"
          typed={email}
          action={deleteAccountAction}
        >
          <TextField
            name="currentPassword"
            label="Current password"
            type="password"
            autoComplete="current-password"
          />
        </ConfirmDialog>
      </div>
    </section>
  );
}
