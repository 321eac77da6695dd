"use client";

import { Button } from "@/components/ui/actions/button";
import { PasswordField } from "@/components/ui/forms/password-field";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { deleteAccountAction } from "../security/actions";

type DeleteAccountProps = {
  readonly email: string;
  /** Credits that would be lost: "$10.00". */
  readonly credits: string;
  /** The same in nano-dollars. */
  readonly seenNanos: string;
};

export function DeleteAccount({ email, credits, seenNanos }: DeleteAccountProps) {
  return (
    <ConfirmDialog
      trigger={<Button variant="danger">Delete account</Button>}
      title="Delete your account"
      consequence={`This can't be undone. All sessions and keys stop working now, and ${credits} in unused credits are lost.`}
      confirmLabel="Delete account"
      typed={email}
      action={deleteAccountAction}
      fields={{ seenNanos }}
    >
      <PasswordField name="currentPassword" label="Current password" autoComplete="current-password" />
    </ConfirmDialog>
  );
}
