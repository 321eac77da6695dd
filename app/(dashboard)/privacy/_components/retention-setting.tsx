"use client";

import { useState } from "react";
import { useRefresh } from "@/components/product/use-refresh";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { ActionForm } from "@/components/ui/forms/action-form";
import { RadioCards } from "@/components/ui/forms/radio-cards";
import { SettingRow } from "@/components/ui/forms/setting-row";
import { submitChange } from "@/components/ui/forms/submit-change";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import type { FormState } from "@/lib/kernel/form-state";
import { type Retention, retentions } from "@/lib/kernel/privacy-settings";
import { saveRetention } from "../actions";

/** What choosing a shorter retention would delete. */
export type Removal = {
  /** "12,266 requests" */
  readonly requests: string;
  /** What has to be typed: "delete 12,266". */
  readonly phrase: string;
  /** Exactly what is deleted, one fact per sentence. */
  readonly facts: readonly string[];
  /** When the requests were counted, as an ISO time. */
  readonly countedAt: string;
};

type RetentionSettingProps = {
  readonly retention: Retention;
  readonly options: readonly { readonly value: Retention; readonly label: string; readonly hint: string }[];
  readonly removals: Readonly<Partial<Record<Retention, Removal>>>;
  /** Downloads every request that is still kept. */
  readonly exportHref: string;
  readonly canChange: boolean;
};

/** How long requests are kept. Saved when it changes; what deletes requests asks first, and has to be typed. */
export function RetentionSetting(props: RetentionSettingProps) {
  const { retention, options, removals, exportHref, canChange } = props;
  const [wanted, setWanted] = useState<Retention | null>(null);
  const [asked, setAsked] = useState<{ readonly to: Retention; readonly removal: Removal } | null>(null);
  // After the deletion there is nothing left to remove, and the dialog still has to close.
  const removal = asked ? (removals[asked.to] ?? asked.removal) : null;
  const refresh = useRefresh();
  // The number may have changed since the page counted: a rejected form shows the current one.
  const save = async (state: FormState, form: FormData) => {
    const result = await saveRetention(state, form);
    if (result.status === "error") await refresh();
    return result;
  };
  const settle = () => setWanted(null);
  return (
    <SettingRow
      title="Request metadata"
      consequence="Time, model, tokens and cost of each request in Activity. The ledger and daily totals are kept either way."
    >
      <ActionForm
        action={saveRetention}
        layout="setting"
        undo={{ retention }}
        onSuccess={settle}
        onError={() => {
          settle();
          void refresh();
        }}
      >
        <RadioCards
          name="retention"
          legend="Keep request metadata for"
          hideLegend
          columns={3}
          options={options.map((option) => ({ ...option, disabled: !canChange }))}
          value={wanted ?? retention}
          onChange={(value, form) => {
            const next = retentions.find((choice) => choice === value) ?? retention;
            const removed = removals[next];
            if (removed) return setAsked({ to: next, removal: removed });
            if (submitChange(form)) setWanted(next);
          }}
        />
        <noscript>
          <SubmitButton size="small">Save retention</SubmitButton>
        </noscript>
      </ActionForm>
      {asked && removal ? (
        <ConfirmDialog
          open
          onOpenChange={() => setAsked(null)}
          title={asked.to === "none" ? "Stop keeping request metadata" : "Keep request metadata for 30 days"}
          consequence={<Consequence removal={removal} exportHref={exportHref} />}
          confirmLabel={`Delete ${removal.requests}`}
          typed={removal.phrase}
          action={save}
          fields={{ retention: asked.to, countedAt: removal.countedAt }}
          toast
        />
      ) : null}
    </SettingRow>
  );
}

function Consequence({ removal, exportHref }: { readonly removal: Removal; readonly exportHref: string }) {
  return (
    <div className="flex flex-col gap-2">
      {removal.facts.map((fact) => (
        <p key={fact}>{fact}</p>
      ))}
      <p>
        <a href={exportHref} download className="font-medium text-accent underline underline-offset-2">
          Export first
        </a>{" "}
        to keep a copy as CSV.
      </p>
    </div>
  );
}
