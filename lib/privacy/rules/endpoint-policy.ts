import type { DataPolicy } from "@/lib/catalog/rules/catalog";
import { keepsNothing, mayPublish, mayTrain } from "@/lib/catalog/rules/data-policy";
import type { PrivacySettings } from "@/lib/kernel/privacy-settings";

/** The name of the setting that forbids an endpoint, as the API error shows it. */
export type BlockingSetting =
  | "Paid model training"
  | "Free model training"
  | "Publication of inputs"
  | "Zero data retention"
  | "Allowed providers"
  | "Ignored providers";

export type PolicyChoices = Pick<
  PrivacySettings,
  "trainPaid" | "trainFree" | "mayPublish" | "zeroRetentionOnly" | "allowedProviders" | "ignoredProviders"
>;

/**
 * Returns the setting that forbids an endpoint, or null when it may be used: every setting has to allow it, so the
 * tightest one decides. An undocumented policy counts as the
 * worst: it trains, publishes and retains.
 */
export function blockingSetting(
  choices: PolicyChoices,
  endpoint: { readonly provider: string; readonly isFree: boolean; readonly dataPolicy: DataPolicy },
): BlockingSetting | null {
  const { dataPolicy, provider } = endpoint;
  if (choices.ignoredProviders.includes(provider)) return "Ignored providers";
  if (choices.allowedProviders.length > 0 && !choices.allowedProviders.includes(provider))
    return "Allowed providers";
  if (mayTrain(dataPolicy)) {
    if (endpoint.isFree && !choices.trainFree) return "Free model training";
    if (!endpoint.isFree && !choices.trainPaid) return "Paid model training";
  }
  if (mayPublish(dataPolicy) && !choices.mayPublish) return "Publication of inputs";
  if (choices.zeroRetentionOnly && !keepsNothing(dataPolicy)) return "Zero data retention";
  return null;
}
