import { authorPattern, type GuardrailProblem, type Guardrails } from "./guardrails";

/**
 * The guardrails of a key that an owner or admin set, part by part; an absent part was not set by one. Members may tighten
 * them, and undo their own tightening, back to this.
 */
export type AdminGuardrails = {
  readonly models?: readonly string[] | undefined;
  readonly providers?:
    { readonly allowed: readonly string[]; readonly ignored: readonly string[] } | undefined;
  readonly zeroRetentionOnly?: true | undefined;
  readonly denyCollection?: true | undefined;
};

/**
 * What an owner or admin sets by saving these guardrails: every part that is on, also one that a member had turned on, since
 * they saw it and kept it.
 */
export function setByAdmin({
  allowedModels,
  allowedProviders,
  ignoredProviders,
  zeroRetentionOnly,
  denyCollection,
}: Guardrails): AdminGuardrails {
  const hasProviders = allowedProviders.length + ignoredProviders.length > 0;
  return {
    models: allowedModels.length > 0 ? allowedModels : undefined,
    providers: hasProviders ? { allowed: allowedProviders, ignored: ignoredProviders } : undefined,
    zeroRetentionOnly: zeroRetentionOnly || undefined,
    denyCollection: denyCollection || undefined,
  };
}

const onlyAdmins = "Only owners and admins of this workspace can";

/** What members read about each part that is set, before they choose and when a choice is refused. */
export function adminSentences(set: AdminGuardrails): readonly GuardrailProblem[] {
  const sentences: readonly (GuardrailProblem | false | undefined)[] = [
    set.models && {
      field: "allowedModels",
      message: `An owner or admin chose the models of this key. You can leave some out. ${onlyAdmins} allow others.`,
    },
    set.providers && {
      field: "allowedProviders",
      message: `An owner or admin chose the providers of this key. You can turn some off. ${onlyAdmins} allow others.`,
    },
    set.zeroRetentionOnly && {
      field: "zeroRetentionOnly",
      message: `An owner or admin turned on “Zero data retention only”. ${onlyAdmins} turn it off.`,
    },
    set.denyCollection && {
      field: "denyCollection",
      message: `An owner or admin turned on “No training or publication”. ${onlyAdmins} turn it off.`,
    },
  ];
  return sentences.filter((sentence) => sentence !== undefined && sentence !== false);
}

/** Why a member cannot change a key's guardrails to these: the first part that would be looser than an admin set it. */
export function looserThanSet(set: AdminGuardrails, after: Guardrails): GuardrailProblem | null {
  const isLooser: Partial<Record<keyof Guardrails, boolean>> = {
    allowedModels: set.models !== undefined && !areModelsWithin(after.allowedModels, set.models),
    allowedProviders: set.providers !== undefined && !areProvidersWithin(after, set.providers),
    zeroRetentionOnly: set.zeroRetentionOnly === true && !after.zeroRetentionOnly,
    denyCollection: set.denyCollection === true && !after.denyCollection,
  };
  return adminSentences(set).find(({ field }) => isLooser[field]) ?? null;
}

/** An empty list would allow all models; "author/*" is within a list only by itself. */
function areModelsWithin(chosen: readonly string[], set: readonly string[]): boolean {
  return (
    chosen.length > 0 &&
    chosen.every(
      (entry) => set.includes(entry) || (!entry.endsWith("/*") && set.includes(authorPattern(entry))),
    )
  );
}

/** Compares which providers can be used, whichever of the two lists says so, also for later ones. */
function areProvidersWithin(
  { allowedProviders, ignoredProviders }: Guardrails,
  { allowed, ignored }: NonNullable<AdminGuardrails["providers"]>,
): boolean {
  if (allowedProviders.length === 0)
    return allowed.length === 0 && ignored.every((slug) => ignoredProviders.includes(slug));
  const usable = allowedProviders.filter((slug) => !ignoredProviders.includes(slug));
  return usable.every((slug) => !ignored.includes(slug) && (allowed.length === 0 || allowed.includes(slug)));
}
