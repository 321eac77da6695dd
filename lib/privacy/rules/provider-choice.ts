import type { PrivacySettings } from "@/lib/kernel/privacy-settings";
import type { PrivacyChange } from "./privacy-settings";

type Lists = Pick<PrivacySettings, "allowedProviders" | "ignoredProviders">;

/** Whether the workspace lets requests go to a provider. An empty list of allowed providers allows all. */
export function isProviderAllowed({ allowedProviders, ignoredProviders }: Lists, slug: string): boolean {
  if (ignoredProviders.includes(slug)) return false;
  return allowedProviders.length === 0 || allowedProviders.includes(slug);
}

/**
 * The change that allows or ignores one provider. The last entry of a list of allowed providers stays in it, because an
 * empty list would allow all others.
 */
export function providerChange(lists: Lists, slug: string, allowed: boolean): PrivacyChange {
  const { allowedProviders, ignoredProviders } = lists;
  const others = (list: readonly string[]) => list.filter((entry) => entry !== slug);
  if (allowed) {
    const isListed = allowedProviders.length === 0 || allowedProviders.includes(slug);
    return {
      ignoredProviders: others(ignoredProviders),
      ...(!isListed && { allowedProviders: [...allowedProviders, slug] }),
    };
  }
  const remaining = others(allowedProviders);
  return {
    ignoredProviders: [...others(ignoredProviders), slug],
    ...(remaining.length > 0 && { allowedProviders: remaining }),
  };
}
