"use client";

import { TriangleAlert } from "lucide-react";
import { CopyButton } from "@/components/ui/actions/copy-button";

type SecretFieldProps = {
  /** "API key". */
  readonly label: string;
  readonly secret: string;
  /** True once the user has copied the secret or says that it is saved. */
  readonly stored: boolean;
  readonly onStored: (stored: boolean) => void;
};

/** A secret, on the only occasion when it is shown. */
export function SecretField({ label, secret, stored, onStored }: SecretFieldProps) {
  return (
    <div className="stub-edge flex min-w-0 flex-col gap-3 rounded-lg border border-line bg-warning-soft p-4 pl-6">
      <p className="flex items-start gap-2 text-warning">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span>This is the only time it's shown. We store a hash, not the secret.</span>
      </p>
      <div className="flex min-w-0 flex-col gap-2 sm:flex-row sm:items-center">
        <code
          aria-label={label}
          // Selecting and copying by hand is copying too. A click selects all of it.
          onCopy={() => onStored(true)}
          className="min-w-0 flex-1 rounded-md border border-line bg-surface-raised px-3 py-2 font-mono text-sm break-id select-all"
        >
          {secret}
        </code>
        <CopyButton
          text={secret}
          label="Copy secret"
          variant="primary"
          size="medium"
          onCopied={() => onStored(true)}
        />
      </div>
      <label className="flex items-center gap-2 text-ink max-sm:min-h-11">
        <input
          type="checkbox"
          className="tick"
          checked={stored}
          onChange={(event) => onStored(event.target.checked)}
        />
        I've saved it somewhere safe
      </label>
    </div>
  );
}
