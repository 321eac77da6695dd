"use client";

import { useState } from "react";
import { SubmitButton } from "@/components/ui/actions/submit-button";
import { TextLink } from "@/components/ui/actions/text-link";
import { ActionForm } from "@/components/ui/forms/action-form";
import { RadioCards } from "@/components/ui/forms/radio-cards";
import { Disclosure } from "@/components/ui/layout/disclosure";
import { paths } from "@/lib/kernel/paths";
import { type AdminGuardrails, adminSentences, looserThanSet } from "@/lib/keys/rules/admin-guardrails";
import { type Guardrails, guardrailsText, hasGuardrails } from "@/lib/keys/rules/guardrails";
import type { OpenEndpoints } from "@/lib/privacy/list-open-endpoints";
import { providerModes, providerModeTexts } from "@/lib/privacy/rules/provider-choice";
import { saveGuardrails } from "@/app/(dashboard)/keys/actions";
import { GuardrailEffect } from "./guardrail-effect";
import { ModelPicker } from "./model-picker";
import { PolicySwitches, ProviderSwitches } from "./guardrail-switches";
import { useGuardrailChoice } from "./use-guardrail-choice";

type GuardrailFormProps = {
  readonly keyId: string;
  readonly stored: Guardrails;
  /** What the viewer, a member, can only tighten. */
  readonly adminGuardrails: AdminGuardrails;
  readonly open: OpenEndpoints;
};

const modelChoices = [
  { value: "all", label: "All models", hint: "Also models that are added to the catalog later." },
  { value: "chosen", label: "Only chosen models", hint: "Requests for any other model are rejected." },
] as const;

/** All guardrails of a key, saved together, with their effect before saving; folded while there are none. */
export function GuardrailForm({ keyId, stored, adminGuardrails, open }: GuardrailFormProps) {
  const { choice, guardrails, isChanged, choose, toggleModel, toggleProvider } = useGuardrailChoice(
    stored,
    open,
  );
  const isNarrowed = hasGuardrails(stored);
  // As it was when the page came: saving neither opens nor folds what someone is working on.
  const [startsOpen] = useState(isNarrowed);
  return (
    <ActionForm
      action={saveGuardrails}
      label="Guardrails"
      layout="setting"
      toast="success"
      fields={{ keyId, seen: guardrailsText(stored) }}
    >
      <Disclosure open={startsOpen} summary={isNarrowed ? "Set · Edit" : "None · Edit"}>
        <Meaning isNarrowed={isNarrowed} />
        <AdminSentences set={adminGuardrails} />
        <RadioCards
          name="models"
          legend="Models"
          columns={2}
          options={modelChoices}
          value={choice.models}
          onChange={(value) => choose({ models: value === "all" ? "all" : "chosen" })}
        />
        {choice.models === "chosen" ? (
          <ModelPicker
            models={open.models}
            stored={stored.allowedModels}
            chosen={choice.chosen}
            onToggle={toggleModel}
          />
        ) : null}
        <RadioCards
          name="mode"
          legend="Providers"
          columns={2}
          options={providerModes.map((value) => ({ value, ...providerModeTexts[value] }))}
          value={choice.mode}
          onChange={(value) =>
            choose({ mode: providerModes.find((known) => known === value) ?? choice.mode })
          }
        />
        <ProviderSwitches providers={open.providers} chosen={choice.providers} onToggle={toggleProvider} />
        <PolicySwitches {...choice} onChange={choose} />
        <GuardrailEffect
          stored={stored}
          guardrails={guardrails}
          endpoints={open.endpoints}
          isChanged={isChanged}
          looser={guardrails ? looserThanSet(adminGuardrails, guardrails) : null}
        />
        <div>
          <SubmitButton>Save guardrails</SubmitButton>
        </div>
      </Disclosure>
    </ActionForm>
  );
}

function Meaning({ isNarrowed }: { readonly isNarrowed: boolean }) {
  const settings = <TextLink href={paths.privacy}>privacy settings</TextLink>;
  return (
    <p className="max-w-[70ch] text-ink-muted">
      {isNarrowed ? (
        <>This key is limited further than your {settings}. A request can only narrow it more.</>
      ) : (
        <>This key may use everything that your {settings} allow. Guardrails can only narrow that.</>
      )}
    </p>
  );
}

/** What a member cannot loosen, and who can, before they choose. */
function AdminSentences({ set }: { readonly set: AdminGuardrails }) {
  const sentences = adminSentences(set);
  if (sentences.length === 0) return null;
  return (
    <ul aria-label="Set by an owner or admin" className="flex max-w-[70ch] flex-col gap-1 text-sm">
      {sentences.map(({ field, message }) => (
        <li key={field}>{message}</li>
      ))}
    </ul>
  );
}
