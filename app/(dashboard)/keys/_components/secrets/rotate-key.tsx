"use client";

import { useState } from "react";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { RadioCards } from "@/components/ui/forms/radio-cards";
import { DialogActions } from "@/components/ui/overlays/dialog";
import { overlapChoices, overlapHoursDefault } from "@/lib/keys/rules/overlap";
import { rotateSecret } from "@/app/(dashboard)/keys/actions";
import type { KeyForActions } from "../key-actions";
import { NewSecret } from "../new-secret";
import { type MadeSecret, SecretSheet } from "./secret-sheet";

type RotateKeyProps = { readonly keyRow: KeyForActions; readonly onClose: () => void };

const lost =
  "The server's response was lost. The secret may have been rotated: reload the page to see, and rotate again if the new secret was lost.";

/** Gives a key a new secret, and shows it once. A disabled key gets no overlap: no old secret may return with it. */
export function RotateKey({ keyRow, onClose }: RotateKeyProps) {
  const { id, name, label, state } = keyRow;
  const [made, setMade] = useState<MadeSecret | null>(null);
  const isDisabled = state === "disabled";
  return (
    <SecretSheet
      title={`Rotate secret of “${name}”`}
      description={
        made ? "The key has a new secret. Its limit, usage and history stay." : <Consequences {...keyRow} />
      }
      label="Rotate secret"
      action={rotateSecret}
      fields={{ keyId: id, seenLabel: label, ...(isDisabled && { overlapHours: "0" }) }}
      lost={lost}
      wait="The secret is being rotated. The new one appears here, and is shown only once."
      discarded={
        made?.oldEndsAt
          ? "This secret can't be shown again. Without it, rotate again before the old secret ends."
          : "This secret can't be shown again. No other secret of this key works: rotate again."
      }
      form={
        <>
          {isDisabled ? null : (
            <RadioCards
              name="overlapHours"
              legend="How long should the current secret keep working?"
              options={overlapChoices.map(({ hours, ...choice }) => ({ value: String(hours), ...choice }))}
              defaultValue={String(overlapHoursDefault)}
            />
          )}
          <DialogActions>
            <SubmitButton>Rotate secret</SubmitButton>
          </DialogActions>
        </>
      }
      onMade={setMade}
      shown={(shownSecret, handlers) => <NewSecret made={shownSecret} sample={null} {...handlers} />}
      onClose={onClose}
    />
  );
}

/** What a rotation does and ends: all of it in the description, which a screen reader reads when the sheet opens. */
function Consequences({ label, state, oldSecret }: KeyForActions) {
  return (
    <>
      <span className="block">
        The key gets a new secret in place of {label}. Its limit, usage and history stay.
      </span>
      <span className="mt-2 block">
        {state === "disabled"
          ? "The key stays disabled. No old secret will work when you enable it again."
          : "Both secrets count toward the same limit. You can end the old one sooner."}
      </span>
      {oldSecret === null || state === "disabled" ? null : (
        <span className="mt-2 block text-warning">
          {oldSecret === "unknown"
            ? "If another old secret still works, it ends now."
            : `Rotating now ends the old secret ${oldSecret.label} at once, before ${oldSecret.ends}: only one old secret can work.`}
        </span>
      )}
    </>
  );
}
