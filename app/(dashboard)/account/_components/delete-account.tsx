"use client";

import { Button } from "@/components/ui/actions/button";
import { TextField } from "@/components/ui/forms/text-field";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { deleteAccountAction } from "../actions";

type DeleteAccountProps = {
  readonly email: string;
  /** What would be lost: "$10.00". */
  readonly credits: string;
};

export function DeleteAccount({ email, credits }: DeleteAccountProps) {
  return (
    <section className="flex flex-col gap-3 border-t border-line pt-4">
      <h3 className="text-base font-semibold text-danger">Delete your account</h3>
      <p className="text-ink-muted">
        Permanent, and at once: you are signed out everywhere, all keys stop, and {credits} in unused credits
        are lost. Billing records stay for as long as the law asks, without your name or address.
      </p>
      <div>
        <ConfirmDialog
          trigger={<Button variant="danger">Delete account</Button>}
          title="Delete your account"
          consequence={`This cannot be undone. All sessions and keys stop now, and ${credits} in unused credits are lost.`}
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
