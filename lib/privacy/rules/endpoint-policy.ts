import type { DataPolicy } from "@/lib/catalog/rules/catalog";
import type { PrivacySettings } from "@/lib/kernel/privacy-settings";

/** Why an endpoint may not be used; the name of the setting as the error says it. */
export type PolicyRefusal =
  | "Paid model training"
  | "Free model training"
  | "Zero data retention"
  | "Allowed providers"
  | "Ignored providers";

export type PolicyChoices = Pick<
  PrivacySettings,
  "trainPaid" | "trainFree" | "zeroRetentionOnly" | "allowedProviders" | "ignoredProviders"
>;

/**
 * The setting that forbids an endpoint, or null when it may be used. What a provider does not say counts as the
 * worst: an unknown policy trains, publishes and keeps.
 */
export function endpointRefusal(
  choices: PolicyChoices,
  endpoint: { readonly provider: string; readonly isFree: boolean; readonly dataPolicy: DataPolicy },
): PolicyRefusal | null {
  const { dataPolicy, provider } = endpoint;
  if (choices.ignoredProviders.includes(provider)) return "Ignored providers";
  if (choices.allowedProviders.length > 0 && !choices.allowedProviders.includes(provider))
    return "Allowed providers";
  if (mayTrain(dataPolicy)) {
    if (endpoint.isFree && !choices.trainFree) return "Free model training";
    if (!endpoint.isFree && !choices.trainPaid) return "Paid model training";
  }
  if (choices.zeroRetentionOnly && dataPolicy.retainsDays !== 0) return "Zero data retention";
  return null;
}

/** True unless the provider promises neither to train on nor to publish what it is sent. */
function mayTrain(policy: DataPolicy): boolean {
  return policy.trains !== false || policy.publishes !== false;
}
