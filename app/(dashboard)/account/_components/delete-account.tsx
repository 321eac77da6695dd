"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/actions/button";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { deleteAccountAction } from "../security/actions";

type DeleteAccountProps = {
  readonly email: string;
  /** Credits that would be lost: "$10.00". */
  readonly credits: string;
  /** The same in nano-dollars. */
  readonly seenNanos: string;
  /** What proves that it is the owner. */
  readonly children: ReactNode;
};

export function DeleteAccount({ email, credits, seenNanos, children }: DeleteAccountProps) {
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
      {children}
    </ConfirmDialog>
  );
}
