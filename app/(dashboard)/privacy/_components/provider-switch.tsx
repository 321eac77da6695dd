"use client";

import { useState } from "react";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { submitChange } from "@/components/ui/forms/submit-change";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import type { EndpointChange } from "@/lib/privacy/rules/endpoint-preview";
import { saveProvider } from "../actions";

type ProviderSwitchProps = {
  readonly slug: string;
  readonly name: string;
  readonly allowed: boolean;
  /** What flipping it does. */
  readonly change: EndpointChange;
  readonly disabled: boolean;
};

/** Allows or ignores a provider. Ignoring one whose endpoints are in use asks first, with what would stop. */
export function ProviderSwitch({ slug, name, allowed, change, disabled }: ProviderSwitchProps) {
  const [asked, setAsked] = useState(false);
  const [wanted, setWanted] = useState<boolean | null>(null);
  const undo = { provider: slug, ...(allowed && { on: "on" }) };
  return (
    <>
      <ActionForm
        action={saveProvider}
        fields={{ provider: slug }}
        layout="row"
        toast="all"
        undo={undo}
        onSuccess={() => setWanted(null)}
        onError={() => setWanted(null)}
      >
        {(_, pending) => (
          <>
            <input
              type="checkbox"
              role="switch"
              name="on"
              aria-label={`Allow ${name}`}
              autoComplete="off"
              checked={wanted ?? allowed}
              disabled={disabled}
              onChange={({ currentTarget }) => {
                if (pending) return;
                if (change.stops) return setAsked(true);
                if (submitChange(currentTarget.form)) setWanted(!allowed);
              }}
              className="slide"
            />
            <noscript>
              <SubmitButton size="small" disabled={disabled}>
                Save <span className="sr-only">{name}</span>
              </SubmitButton>
            </noscript>
          </>
        )}
      </ActionForm>
      <ConfirmDialog
        open={asked}
        onOpenChange={setAsked}
        title={`Ignore ${name}`}
        consequence={change.facts.map((fact) => (
          <p key={fact}>{fact}</p>
        ))}
        confirmLabel={`Ignore ${name}`}
        tone="plain"
        action={saveProvider}
        fields={{ provider: slug }}
        undo={undo}
      />
    </>
  );
}
