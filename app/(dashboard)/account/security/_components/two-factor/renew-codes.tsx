"use client";

import { TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/actions/button";
import { SettingRow } from "@/components/ui/forms/setting-row";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { renewRecoveryCodesAction } from "@/app/(dashboard)/account/security/actions";
import { codesIn, RecoveryCodes } from "./recovery-codes";

type RenewCodesProps = {
  /** "7 recovery codes left". */
  readonly left: string;
  readonly isLow: boolean;
  /** What proves that it is the owner. */
  readonly children: ReactNode;
};

/** How many recovery codes are left, and new ones. */
export function RenewCodes({ left, isLow, children }: RenewCodesProps) {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes) {
    const news = "Your old recovery codes no longer work.";
    return <RecoveryCodes codes={codes} news={news} onDone={() => setCodes(null)} />;
  }
  return (
    <SettingRow
      title={left}
      consequence={
        isLow ? (
          <span className="inline-flex items-start gap-1.5 text-warning">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            Generate new ones before you run out: without the app and a code you can't sign in.
          </span>
        ) : (
          "Each replaces a code from the app once, if you don't have it with you."
        )
      }
      control={
        <ConfirmDialog
          trigger={<Button>Generate new codes</Button>}
          title="Generate new recovery codes"
          consequence="Your current recovery codes stop working. The new ones are shown once."
          confirmLabel="Generate new codes"
          tone="plain"
          action={renewRecoveryCodesAction}
          onDone={(state) => setCodes(codesIn(state))}
        >
          {children}
        </ConfirmDialog>
      }
    />
  );
}
