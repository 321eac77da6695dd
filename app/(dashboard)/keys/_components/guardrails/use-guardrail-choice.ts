"use client";

import { useState } from "react";
import { type Guardrails, guardrailsText } from "@/lib/keys/rules/guardrails";
import type { OpenEndpoints } from "@/lib/privacy/list-open-endpoints";
import {
  isProviderAllowed,
  listsOf,
  type ProviderMode,
  providerMode,
} from "@/lib/privacy/rules/provider-choice";

type GuardrailChoice = {
  readonly models: "all" | "chosen";
  /** Ids of models or "author/*"; kept while all models are allowed, so that going back loses nothing. */
  readonly chosen: readonly string[];
  readonly mode: ProviderMode;
  /** Slugs of the providers of the catalog that are turned on. */
  readonly providers: readonly string[];
  readonly zeroRetentionOnly: boolean;
  readonly denyCollection: boolean;
};

/** What is chosen in the form, and the guardrails that it means; null when it allows nothing and cannot be saved. */
export function useGuardrailChoice(stored: Guardrails, { providers }: OpenEndpoints) {
  const known = providers.map(({ slug }) => slug);
  const [choice, setChoice] = useState<GuardrailChoice>({
    models: stored.allowedModels.length > 0 ? "chosen" : "all",
    chosen: stored.allowedModels,
    mode: providerMode(stored),
    providers: known.filter((slug) => isProviderAllowed(stored, slug)),
    zeroRetentionOnly: stored.zeroRetentionOnly,
    denyCollection: stored.denyCollection,
  });
  const choose = (part: Partial<GuardrailChoice>) => setChoice((before) => ({ ...before, ...part }));
  const guardrails = guardrailsOf(choice, { stored, known });
  return {
    choice,
    guardrails,
    isChanged: guardrails === null || guardrailsText(guardrails) !== guardrailsText(stored),
    choose,
    toggleModel: (id: string) => choose({ chosen: toggled(choice.chosen, id) }),
    toggleProvider: (slug: string) => choose({ providers: toggled(choice.providers, slug) }),
  };
}

function guardrailsOf(
  { models, chosen, mode, providers, zeroRetentionOnly, denyCollection }: GuardrailChoice,
  { stored, known }: { readonly stored: Guardrails; readonly known: readonly string[] },
): Guardrails | null {
  if (providers.length === 0 || (models === "chosen" && chosen.length === 0)) return null;
  return {
    allowedModels: models === "chosen" ? chosen : [],
    ...listsOf(stored, { mode, allowed: providers, known }),
    zeroRetentionOnly,
    denyCollection,
  };
}

function toggled(list: readonly string[], entry: string): readonly string[] {
  return list.includes(entry) ? list.filter((other) => other !== entry) : [...list, entry];
}
