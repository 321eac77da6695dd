"use client";

import { useState } from "react";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { DataTable } from "@/components/ui/data/table";
import { useFormats } from "@/components/ui/formats";
import { ActionForm } from "@/components/ui/forms/action-form";
import { RadioCards } from "@/components/ui/forms/radio-cards";
import type { ProviderChoices, ProviderRow } from "@/lib/privacy/preview-changes";
import { providerChoiceText, providerModes, providerModeTexts } from "@/lib/privacy/rules/provider-choice";
import { saveProviders } from "../actions";
import { ProviderEffect } from "./provider-effect";
import { providerColumns } from "./provider-columns";

type ProviderFormProps = {
  readonly providers: readonly ProviderRow[];
  readonly choices: ProviderChoices;
  readonly canChange: boolean;
};

/** Which providers requests may go to: a mode and a switch for each, saved together, with the effect before saving. */
export function ProviderForm({ providers, choices, canChange }: ProviderFormProps) {
  const formats = useFormats();
  const stored = providers.filter(({ allowed }) => allowed).map(({ slug }) => slug);
  const [mode, setMode] = useState(choices.mode);
  const [allowed, setAllowed] = useState<readonly string[]>(stored);
  const toggle = (slug: string) =>
    setAllowed((before) =>
      before.includes(slug) ? before.filter((other) => other !== slug) : [...before, slug],
    );
  const isChanged =
    mode !== choices.mode || providers.some((row) => row.allowed !== allowed.includes(row.slug));
  return (
    <ActionForm
      action={saveProviders}
      label="Providers"
      layout="setting"
      toast="success"
      fields={{ seen: providerChoiceText(choices.mode, stored) }}
    >
      <RadioCards
        name="mode"
        legend="Providers that requests may go to"
        columns={2}
        options={providerModes.map((value) => ({ value, ...providerModeTexts[value], disabled: !canChange }))}
        value={mode}
        onChange={(value) => setMode(providerModes.find((known) => known === value) ?? mode)}
      />
      <div className="border-y border-line">
        <DataTable
          caption="Providers, what their policies say, and whether requests may go to them"
          columns={providerColumns({ formats, allowed, toggle, canChange })}
          rows={providers}
          rowKey={({ slug }) => slug}
        />
      </div>
      {canChange ? (
        <>
          <ProviderEffect choices={choices} stored={stored} allowed={allowed} isChanged={isChanged} />
          <div>
            <SubmitButton>Save providers</SubmitButton>
          </div>
        </>
      ) : null}
    </ActionForm>
  );
}
