import type { PrivacySettings } from "@/lib/kernel/privacy-settings";

type Lists = Pick<PrivacySettings, "allowedProviders" | "ignoredProviders">;

/** "ignore": all providers except those ignored, also new ones. "allow": only those allowed. */
export const providerModes = ["ignore", "allow"] as const;
export type ProviderMode = (typeof providerModes)[number];

/** A mode as the forms of workspace and key name it. */
export const providerModeTexts: Readonly<
  Record<ProviderMode, { readonly label: string; readonly hint: string }>
> = {
  ignore: {
    label: "All except the ones you turn off",
    hint: "A provider that is added to the catalog later can be used.",
  },
  allow: {
    label: "Only the ones you turn on",
    hint: "A provider that is added to the catalog later is not used until you turn it on.",
  },
};

export function providerMode({ allowedProviders }: Lists): ProviderMode {
  return allowedProviders.length > 0 ? "allow" : "ignore";
}

/** Whether the workspace lets requests go to a provider. An empty list of allowed providers allows all. */
export function isProviderAllowed({ allowedProviders, ignoredProviders }: Lists, slug: string): boolean {
  if (ignoredProviders.includes(slug)) return false;
  return allowedProviders.length === 0 || allowedProviders.includes(slug);
}

/** A choice as one text, to compare what a form was filled in from with what is stored. */
export function providerChoiceText(mode: ProviderMode, allowed: readonly string[]): string {
  return [mode, ...allowed.toSorted()].join(" ");
}

/** A mode, and which of the providers of the catalog may be used. */
export type ProviderChoice = {
  readonly mode: ProviderMode;
  readonly allowed: readonly string[];
  /** The slugs of all providers of the catalog. */
  readonly known: readonly string[];
};

/**
 * The lists for a choice. Entries for providers that the catalog does not have at the moment stay as they are, in both
 * modes: no one decided about them, and an ignored provider that returns to the catalog must still be ignored.
 */
export function listsOf(before: Lists, { mode, allowed, known }: ProviderChoice): Lists {
  const absent = (list: readonly string[]) => list.filter((slug) => !known.includes(slug));
  if (mode === "allow") {
    const chosen = known.filter((slug) => allowed.includes(slug));
    return {
      allowedProviders: [...absent(before.allowedProviders), ...chosen],
      ignoredProviders: absent(before.ignoredProviders),
    };
  }
  const ignored = known.filter((slug) => !allowed.includes(slug));
  return { allowedProviders: [], ignoredProviders: [...absent(before.ignoredProviders), ...ignored] };
}
