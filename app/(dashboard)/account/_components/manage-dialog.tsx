"use client";

import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { Dialog } from "@/components/ui/overlays/dialog";

/** A dialog opened by its URL; closing it navigates to the URL without it. */
export function ManageDialog({
  closeHref,
  children,
}: {
  readonly closeHref: string;
  readonly children: ReactNode;
}) {
  const router = useRouter();
  return (
    <Dialog
      title="Manage account"
      size="medium"
      open
      onOpenChange={(open) => {
        if (!open) router.push(closeHref, { scroll: false });
      }}
    >
      {children}
    </Dialog>
  );
}
