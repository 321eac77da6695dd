"use client";

import { type ReactNode, useState } from "react";
import { CodeField } from "@/components/product/code-field";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { cancelTwoFactorAction, confirmTwoFactorAction } from "@/app/(dashboard)/account/security/actions";
import { codesIn, RecoveryCodes } from "./recovery-codes";

/** Takes the first code. Afterwards it shows the recovery codes, until its owner is done with them. */
export function SetUpForm({ children }: { readonly children: ReactNode }) {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes)
    return (
      <RecoveryCodes
        codes={codes}
        news="Two-factor authentication is on."
        note="Browsers that are signed in stay signed in. If you don't recognize one, sign it out under Sessions."
      />
    );
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <ActionForm
        action={confirmTwoFactorAction}
        label="Set up two-factor authentication"
        onSuccess={(state) => setCodes(codesIn(state))}
      >
        {children}
        <CodeField firstCode />
        <div>
          <SubmitButton>Turn on</SubmitButton>
        </div>
      </ActionForm>
      <ActionForm action={cancelTwoFactorAction} label="Cancel the set-up">
        <div>
          <SubmitButton variant="quiet">Cancel</SubmitButton>
        </div>
      </ActionForm>
    </div>
  );
}
