"use client";

import { SubmitButton } from "@/components/ui/actions/submit-button";
import { RadioCards } from "@/components/ui/forms/radio-cards";
import { DialogActions } from "@/components/ui/overlays/dialog";
import { overlapChoices, overlapHoursDefault } from "@/lib/keys/rules/overlap";
import { rotateSecret } from "@/app/(dashboard)/keys/actions";
import type { KeyForActions } from "../key-actions";
import { NewSecret } from "../new-secret";
import { SecretSheet } from "./secret-sheet";

type RotateKeyProps = { readonly keyRow: KeyForActions; readonly onClose: () => void };

const lost =
  "The server's response was lost. The secret may have been rotated: reload the page to see, and rotate again if the new secret was lost.";

/** Gives a key a new secret, and shows it once. */
export function RotateKey({ keyRow, onClose }: RotateKeyProps) {
  const { id, name, label, oldSecret } = keyRow;
  return (
    <SecretSheet
      title={`Rotate secret of “${name}”`}
      description="The key gets a new secret. Its limit, usage and history stay."
      label="Rotate secret"
      action={rotateSecret}
      fields={{ keyId: id, seenLabel: label }}
      lost={lost}
      wait="The secret is being rotated. The new one appears here, and is shown only once."
      discarded="This secret can't be shown again. Without it, rotate again before the old secret ends."
      form={
        <>
          {oldSecret ? (
            <p className="text-warning">
              Rotating now ends the old secret {oldSecret.label} at once, before {oldSecret.ends}: only one
              old secret can work.
            </p>
          ) : null}
          <RadioCards
            name="overlapHours"
            legend={`How long does the current secret, ${label}, still work?`}
            options={overlapChoices.map(({ hours, ...choice }) => ({ value: String(hours), ...choice }))}
            defaultValue={String(overlapHoursDefault)}
          />
          <p className="text-sm text-ink-muted">
            Both secrets count toward the same limit. You can end the old one sooner.
          </p>
          <DialogActions>
            <SubmitButton>Rotate secret</SubmitButton>
          </DialogActions>
        </>
      }
      shown={(made, words) => <NewSecret made={made} sample={null} {...words} />}
      onClose={onClose}
    />
  );
}
