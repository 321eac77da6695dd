import type { SettingQuestion } from "@/components/ui/forms/setting-switch";
import type { Retention } from "@/lib/kernel/privacy-settings";
import type { EndpointChange } from "@/lib/privacy/rules/endpoint-preview";

/** The settings that are a switch. */
export const switchable = [
  "logPrompts",
  "trainPaid",
  "trainFree",
  "mayPublish",
  "zeroRetentionOnly",
  "optionalData",
] as const;
export type Switchable = (typeof switchable)[number];

const saved: Readonly<Record<Switchable, readonly [on: string, off: string]>> = {
  logPrompts: ["Prompt logging is on for new requests.", "Prompt logging is off for new requests."],
  trainPaid: ["Paid endpoints that train can be used.", "Paid endpoints that train are no longer used."],
  trainFree: ["Free endpoints that train can be used.", "Free endpoints that train are no longer used."],
  mayPublish: ["Endpoints that may publish can be used.", "Endpoints that may publish are no longer used."],
  zeroRetentionOnly: [
    "Only providers with zero data retention are used.",
    "Providers that keep prompts can be used.",
  ],
  optionalData: [
    "Optional data is on.",
    "Optional data is off. Events that were recorded are deleted once they are 30 days old.",
  ],
};

export function savedSetting(setting: Switchable, on: boolean): string {
  return saved[setting][on ? 0 : 1];
}

export function savedRetention(retention: Retention): string {
  if (retention === "none") return "New requests aren't stored. Existing ones are being deleted.";
  return `Requests are kept for ${retention === "d30" ? 30 : 90} days. Older ones are updated within an hour.`;
}

/** Storing content needs an explicit yes; to stop needs none. */
export const loggingQuestion: SettingQuestion = {
  facts: [
    "Prompts and completions of new requests will be stored, encrypted, for as long as the request is kept.",
    "Owners and admins can read and delete them at any time.",
    "While it is on, usage costs 1% less.",
  ],
  confirmLabel: "Turn on prompt logging",
};

const categorizationFact =
  "The beginning of a sample of your prompts is also sent to a second model, whose provider keeps nothing, to be sorted into categories. Only counts by day, model, and category are stored.";

/** Collecting more needs an explicit yes; to stop needs none. */
export const optionalDataQuestion = (isCategorized: boolean): SettingQuestion => ({
  facts: [
    "The pages that members of this workspace open, the actions they use and the errors they see are recorded by name, for 30 days.",
    "Each person sees their own under Account → Your data. Operators see how often each name occurs.",
    ...(isCategorized ? [categorizationFact] : []),
  ],
  confirmLabel: "Turn on optional data",
});

/**
 * The question before a switch of data use is flipped: always when it lets providers do more with your data, otherwise
 * only when endpoints stop.
 */
export function dataUseQuestion(
  change: EndpointChange,
  { loosens, confirmLabel }: { readonly loosens: string | null; readonly confirmLabel: string },
): SettingQuestion | null {
  if (loosens === null && !change.stops) return null;
  return { facts: [...(loosens === null ? [] : [loosens]), ...change.facts], confirmLabel };
}
