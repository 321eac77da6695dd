import "server-only";
import { listDailyUsage } from "@/lib/activity/list-daily-usage";
import { catalog } from "@/lib/catalog/catalog";
import { type Actor, isAdmin } from "@/lib/kernel/actor";
import { msPerDay, systemClock } from "@/lib/kernel/clock";
import type { Formats } from "@/lib/kernel/format";
import type { PrivacySettings } from "@/lib/kernel/privacy-settings";
import type { BlockingSetting } from "./rules/endpoint-policy";
import {
  type EndpointChange,
  type ModelUse,
  type PolicyCells,
  policyCells,
  policyWords,
  previewChange,
  providerBlock,
  type UsableEndpoint,
  usableEndpoints,
} from "./rules/endpoint-preview";
import { isProviderAllowed, type ProviderMode, providerMode } from "./rules/provider-choice";

/** The UTC days that count as "the last 30 days", today included. */
const recentDays = 30;

export type ProviderRow = PolicyCells & {
  readonly slug: string;
  readonly name: string;
  /** The same facts as a sentence. */
  readonly policyWords: string;
  readonly policyUrl: string | null;
  /** The day on which the policy was read, "YYYY-MM-DD". */
  readonly policyReadOn: string | null;
  readonly usableModels: number;
  readonly models: number;
  /** Why none of its models can be used even if the provider is allowed; null if some can. */
  readonly blockedBy: BlockingSetting | null;
  /** Requests of the last 30 days; for a member, only of its own keys. */
  readonly requests: bigint;
  readonly allowed: boolean;
};

/** What the page needs to say what a choice of providers does, before it is saved. */
export type ProviderChoices = {
  readonly mode: ProviderMode;
  /** The endpoints that all other settings allow, whatever the providers. */
  readonly endpoints: readonly UsableEndpoint[];
  readonly uses: readonly ModelUse[];
};

export type ChangePreviews = {
  /** Endpoints that the settings allow now, and all of them. */
  readonly usable: number;
  readonly total: number;
  /** What happens when a switch is flipped. */
  readonly switches: Readonly<Record<PolicySwitch, EndpointChange>>;
  readonly providers: readonly ProviderRow[];
  readonly choices: ProviderChoices;
};

type PolicySwitch = "trainPaid" | "trainFree" | "mayPublish" | "zeroRetentionOnly";

/**
 * What each possible change of a workspace's settings would do: which endpoints stop or open, and which of the models
 * used in the last 30 days are affected. Uses the rule that routes requests.
 */
export async function previewChanges(
  actor: Actor,
  settings: PrivacySettings,
  formats: Formats,
  clock = systemClock,
): Promise<ChangePreviews> {
  const uses = await recentUses(actor, clock());
  const offer = catalog();
  const of = (change: Partial<PrivacySettings>) =>
    previewChange(offer, { before: settings, after: { ...settings, ...change } }, uses, formats);
  const endpoints = offer.models.flatMap((model) => model.endpoints);
  const usable = usableEndpoints(offer, settings);
  const unrestricted = usableEndpoints(offer, { ...settings, allowedProviders: [], ignoredProviders: [] });
  return {
    usable: usable.length,
    total: endpoints.length,
    switches: {
      trainPaid: of({ trainPaid: !settings.trainPaid }),
      trainFree: of({ trainFree: !settings.trainFree }),
      mayPublish: of({ mayPublish: !settings.mayPublish }),
      zeroRetentionOnly: of({ zeroRetentionOnly: !settings.zeroRetentionOnly }),
    },
    providers: offer.providers.map(({ slug, name, dataPolicy, privacyPolicyUrl, policyReadOn }) => ({
      slug,
      name,
      ...policyCells(dataPolicy),
      policyWords: policyWords(dataPolicy),
      policyUrl: privacyPolicyUrl,
      policyReadOn,
      usableModels: usable.filter(({ provider }) => provider.slug === slug).length,
      models: endpoints.filter(({ provider }) => provider.slug === slug).length,
      blockedBy: providerBlock(offer, settings, slug),
      requests: uses.reduce((sum, use) => (use.provider === slug ? sum + use.requests : sum), 0n),
      allowed: isProviderAllowed(settings, slug),
    })),
    choices: {
      mode: providerMode(settings),
      endpoints: unrestricted.map(({ id, modelId, provider }) => ({
        id,
        modelId,
        provider: { slug: provider.slug, name: provider.name },
      })),
      uses,
    },
  };
}

async function recentUses(actor: Actor, now: Date): Promise<readonly ModelUse[]> {
  const day = (daysAgo: number) => new Date(now.getTime() - daysAgo * msPerDay).toISOString().slice(0, 10);
  const memberId = isAdmin(actor) ? null : actor.userId;
  const filter = { from: day(recentDays - 1), to: day(0), keyHash: null, memberId };
  const sums = new Map<string, ModelUse>();
  for (const { model, provider, requests } of await listDailyUsage(actor.workspaceId, filter)) {
    const name = `${provider} ${model}`;
    sums.set(name, { model, provider, requests: (sums.get(name)?.requests ?? 0n) + requests });
  }
  return [...sums.values()];
}
