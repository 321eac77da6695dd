import "server-only";
import { catalog } from "@/lib/catalog/catalog";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { fail, ok, type Outcome } from "@/lib/kernel/outcome";
import {
  isProviderAllowed,
  listsOf,
  providerChoiceText,
  providerMode,
  type ProviderMode,
} from "./rules/provider-choice";
import { type PrivacyChangeError, updatePrivacySettings } from "./update-privacy-settings";

type Chosen = {
  readonly mode: ProviderMode;
  readonly allowed: readonly string[];
  /** The choice that the user saw when choosing, as `providerChoiceText` writes it; undefined for no check. */
  readonly seen?: string | undefined;
};

/**
 * Sets which providers of the catalog requests may go to, all in one change. It holds for every request that arrives
 * after the returned moment. A choice made from an older state than the current one is refused: a tab that was left open
 * must not loosen what was tightened in another. Owners and admins only.
 */
export async function chooseProviders(
  actor: Actor,
  { mode, allowed, seen }: Chosen,
): Promise<Outcome<{ readonly since: Date }, PrivacyChangeError | "not_found" | "none_allowed">> {
  if (!isAdmin(actor))
    return fail("not_allowed", { message: "Only owners and admins can change privacy settings." });
  const { providerBySlug, providers } = catalog();
  if (!allowed.every((slug) => providerBySlug.has(slug)))
    return fail("not_found", { message: "A provider is no longer in the catalog. Reload and choose again." });
  if (mode === "allow" && allowed.length === 0)
    return fail("none_allowed", {
      field: "provider",
      message: "Choose at least one provider, or use all except some.",
    });
  const known = providers.map(({ slug }) => slug);
  const outcome = await updatePrivacySettings(actor, (before) => {
    const used = known.filter((slug) => isProviderAllowed(before, slug));
    if (seen !== undefined && seen !== providerChoiceText(providerMode(before), used)) return null;
    return listsOf(before, { mode, allowed, known });
  });
  return outcome.ok ? ok({ since: new Date() }) : outcome;
}
