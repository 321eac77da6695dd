import "server-only";
import { catalog } from "@/lib/catalog/catalog";
import type { Actor } from "@/lib/kernel/actor";
import { fail, type Outcome } from "@/lib/kernel/outcome";
import type { PrivacySettings } from "@/lib/kernel/privacy-settings";
import { providerChange } from "./rules/provider-choice";
import { type PrivacyChangeError, updatePrivacySettings } from "./update-privacy-settings";

/** Allows one provider of the catalog, or ignores it. The other providers stay as they are. Owners and admins only. */
export async function setProviderAllowed(
  actor: Actor,
  { provider, allowed }: { readonly provider: string; readonly allowed: boolean },
): Promise<Outcome<PrivacySettings, PrivacyChangeError | "not_found">> {
  if (!catalog().providerBySlug.has(provider))
    return fail("not_found", { message: "This provider is no longer in the catalog." });
  return updatePrivacySettings(actor, (before) => providerChange(before, provider, allowed));
}
