import { msPerDay } from "@/lib/kernel/clock";
import type { Endpoint, Model } from "@/lib/catalog/rules/catalog";
import { noCost, priceUsage } from "@/lib/catalog/rules/price-usage";
import { absentFields, type RecordedGeneration, type RetentionChoice } from "../rules/generation-fields";
import { requestTimes, type TimesPlan } from "./day-rhythm";
import { type Random, zipfWeights } from "./random";

export type SeedKey = { readonly id: string; readonly memberId: string | null };

export type SeedPlan = TimesPlan & {
  readonly workspaceId: string;
  readonly retention: RetentionChoice;
  readonly keys: readonly SeedKey[];
  readonly appIds: readonly string[];
  readonly models: readonly Model[];
};

const failures = [429, 502, 400, 503, 408] as const;
const failureWeights = [5, 4, 3, 2, 1];
const endUsers = 60;

/**
 * The random numbers of a workspace's history, each in a sequence of its own: how many are drawn for times depends on the
 * time of day, and must not change which models are used and what they cost.
 */
export type SeedRandoms = { readonly choices: Random; readonly times: Random; readonly ids: Random };

/** Realistic requests of one workspace, oldest first. `transferAt` returns the ledger transfer of a day. */
export function* makeGenerations(
  plan: SeedPlan,
  { choices: random, times, ids }: SeedRandoms,
  transferAt: (timeMs: number) => string,
): Generator<RecordedGeneration> {
  // Every workspace prefers different models.
  const turn = random.between(0, Math.max(0, plan.models.length - 1));
  const models = [...plan.models.slice(turn), ...plan.models.slice(0, turn)];
  const chances = {
    models: zipfWeights(models.length, 1.1),
    keys: zipfWeights(plan.keys.length, 0.9),
    apps: zipfWeights(plan.appIds.length, 1),
    users: zipfWeights(endUsers, 1.05),
  };
  const oldestKept = plan.now.getTime() - (plan.retention === "d90" ? 90 : 30) * msPerDay;
  for (const timeMs of requestTimes(plan, times)) {
    const model = models[random.weighted(chances.models)];
    const endpoint = model?.endpoints[random.next() < 0.8 ? 0 : model.endpoints.length - 1];
    const key = plan.keys[random.weighted(chances.keys)];
    if (!endpoint || !key) throw new Error("the catalog has no endpoint or the workspace no key");
    const response = generateResponse(endpoint, random);
    yield {
      ...response,
      workspaceId: plan.workspaceId,
      id: ids.idAt(timeMs),
      // Requests past their retention appear only in the roll-ups, as they would after the purge.
      retention: timeMs < oldestKept ? "none" : plan.retention,
      keyId: key.id,
      memberId: key.memberId,
      appId: random.next() < 0.15 ? null : (plan.appIds[random.weighted(chances.apps)] ?? null),
      endUser: random.next() < 0.25 ? null : `user-${1_000 + random.weighted(chances.users) * 37}`,
      transferId: response.costNanos === 0n ? null : transferAt(timeMs),
    };
  }
}

type GeneratedResponse = Omit<
  RecordedGeneration,
  "workspaceId" | "id" | "retention" | "keyId" | "memberId" | "appId" | "endUser" | "transferId"
>;

/** The usage of a request that no provider processed. */
const noUsage = {
  promptTokens: 0,
  completionTokens: 0,
  reasoningTokens: 0,
  cachedTokens: 0,
  imageCount: 0,
  estimated: false,
  usageCapped: false,
};

function generateResponse(endpoint: Endpoint, random: Random): GeneratedResponse {
  const source = {
    ...absentFields,
    model: endpoint.modelId,
    provider: endpoint.provider.slug,
    endpoint: endpoint.id,
    priceListId: endpoint.priceListId,
  };
  const streamed = random.next() < 0.7;
  const attempts = random.next() < 0.04 ? 2 : 1;
  if (random.next() < 0.034) {
    const status = failures[random.weighted(failureWeights)] ?? 502;
    const latencyMs = Math.round(random.tailed(status === 408 ? 30_000 : 260, 0.6));
    return {
      ...source,
      ...noCost,
      ...noUsage,
      status,
      attempts,
      streamed,
      cancelled: false,
      latencyMs,
      finishReason: "error",
    };
  }
  const cancelled = streamed && random.next() < 0.02;
  const promptTokens = Math.min(100_000, Math.max(8, Math.round(random.tailed(900, 1.1))));
  const completionTokens = Math.min(8_000, Math.max(1, Math.round(random.tailed(cancelled ? 60 : 240, 0.9))));
  const usage = {
    promptTokens,
    completionTokens,
    reasoningTokens: /reason|think/.test(endpoint.modelId)
      ? Math.floor(completionTokens * (0.3 + random.next() * 0.4))
      : 0,
    cachedTokens:
      promptTokens > 1_024 && random.next() < 0.4
        ? Math.floor((promptTokens * (0.4 + random.next() / 2)) / 128) * 128
        : 0,
    imageCount: 0,
  };
  const firstTokenMs = Math.round(random.tailed(320, 0.45)) + Math.round(promptTokens / 60);
  const latencyMs =
    firstTokenMs + Math.round((completionTokens * 1_000) / random.tailed(endpoint.throughput ?? 80, 0.25));
  const isCut = !cancelled && random.next() < 0.06;
  return {
    ...source,
    ...usage,
    ...priceUsage(endpoint.prices, usage, { discount: false }),
    status: 200,
    attempts,
    streamed,
    cancelled,
    estimated: cancelled,
    usageCapped: false,
    latencyMs,
    firstTokenMs: streamed ? firstTokenMs : null,
    upstreamId: `chatcmpl-${random.idAt(0).slice(-12)}`,
    finishReason: cancelled ? null : isCut ? "length" : "stop",
    nativeFinishReason: cancelled ? null : isCut ? "length" : "stop",
  };
}
