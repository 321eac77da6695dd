import "server-only";
import { catalogue } from "@/lib/catalog/catalogue";
import type { Endpoint } from "@/lib/catalog/rules/catalogue";
import { env } from "@/lib/config/env";
import type { ChatInput } from "@/lib/gateway/rules/chat-input";
import { type Choice, chooseEndpoints } from "@/lib/gateway/rules/choose-endpoints";
import { affordableTokens, type Demand, type HoldDemand, holdDemand } from "@/lib/gateway/rules/hold-amount";
import { paymentRequired, type Refusal, unknownUser } from "@/lib/gateway/rules/refusal";
import type { Sealed } from "@/lib/kernel/sealed";
import { authenticateKey, type KeyContext } from "@/lib/keys/authenticate-key";
import { type HoldFailure, takeHold } from "@/lib/ledger/take-hold";
import { countFreeRequest } from "./count-free-request";
import { type AppHeaders, findApp } from "./find-app";
import { holdMsMax, newGenerationId, type Run } from "./run";

export type Applicant = {
  readonly secret: Sealed<string>;
  readonly context: KeyContext;
  readonly input: Sealed<ChatInput>;
  readonly app: AppHeaders;
};
export type Admission =
  { readonly ok: true; readonly run: Run } | { readonly ok: false; readonly refusal: Refusal };

/** Settings that change while a request is decided, twice in a row and again, are somebody's mistake. */
const policyReadsMax = 3;

/**
 * Everything that is decided before a byte leaves the house: privacy and routing, the limits of free models, the
 * hold. When the hold says that settings have changed since they were read, they are read again and decided again.
 */
export async function admitRequest(applicant: Applicant): Promise<Admission> {
  let context = applicant.context;
  let isFresh = false;
  let isCounted = false;
  for (let read = 0; read < policyReadsMax; read += 1) {
    const choice = choose(context, applicant.input.open());
    if (!choice.ok) {
      // The cached settings may be a second old; a refusal for privacy is decided on the newest.
      if (!choice.isPrivacy || isFresh) return choice;
    } else {
      if (!isCounted && choice.endpoints.some((endpoint) => endpoint.isFree)) {
        const refusal = await countFreeRequest(context.workspaceId, new Date());
        if (refusal) return { ok: false, refusal };
        isCounted = true;
      }
      const result = await hold(applicant, context, choice.endpoints);
      if (result !== "stale") return result;
    }
    const renewed = await authenticateKey(applicant.secret.open(), { fresh: true });
    if (!renewed) return { ok: false, refusal: unknownUser };
    context = renewed;
    isFresh = true;
  }
  return {
    ok: false,
    refusal: { status: 503, message: "Settings are changing; try again", metadata: { error_type: "server" } },
  };
}

function choose(context: KeyContext, input: ChatInput): Choice {
  const { models, preferences } = input;
  return chooseEndpoints({
    catalogue: catalogue(),
    models,
    preferences,
    privacy: context.privacy,
    appUrl: env().appUrl,
  });
}

async function hold(
  applicant: Applicant,
  context: KeyContext,
  endpoints: readonly Endpoint[],
): Promise<Admission | "stale"> {
  const input = applicant.input.open();
  const { promptTokens, imageCount, tokensMax, endUser, isStream } = input;
  const demand: Demand = { promptTokens, imageCount, tokensMax };
  const wanted = holdDemand(endpoints, demand);
  const generation = newGenerationId();
  const startedMs = performance.now();
  const { amountNanos, minimumNanos } = wanted;
  const { workspaceId, keyId, policyVersion } = context;
  const [held, appId] = await Promise.all([
    takeHold({
      holdId: generation.id,
      workspaceId,
      keyId,
      amountNanos,
      minimumNanos,
      policyVersion,
      expiresAt: new Date(Date.now() + holdMsMax),
    }),
    // An app is a name in a report: a request does not fail for want of it.
    findApp(workspaceId, applicant.app).catch(() => null),
  ]);
  if (!held.ok) {
    if (held.code === "stale_policy") return "stale";
    return { ok: false, refusal: holdRefusal(held, { context, endpoints, demand, wanted }) };
  }
  const run: Run = {
    ...generation,
    context,
    input: applicant.input,
    demand,
    endUser,
    appId,
    isStream,
    endpoints,
    grantedNanos: held.value.grantedNanos,
    startedMs,
    stop: new AbortController(),
    attempts: 0,
    firstTokenMs: null,
    isCancelled: false,
    onDeparture: null,
  };
  return { ok: true, run };
}

function holdRefusal(
  failure: HoldFailure,
  request: { context: KeyContext; endpoints: readonly Endpoint[]; demand: Demand; wanted: HoldDemand },
): Refusal {
  const { detail } = failure;
  if (detail.code === "key_unusable" || detail.code === "stale_policy") return unknownUser;
  const isKey = detail.code === "key_limit" && detail.limitNanos !== null;
  const available = isKey ? (detail.limitNanos ?? 0n) - detail.usedNanos : detail.availableNanos;
  const affordable = request.endpoints.map((endpoint) =>
    affordableTokens(endpoint, request.demand, available),
  );
  return paymentRequired(
    {
      code: detail.code,
      availableNanos: available,
      limitReset: detail.limitReset,
      resetAt: isKey ? detail.resetAt : null,
    },
    {
      appUrl: env().appUrl,
      hasPurchased: request.context.hasPurchased,
      tokensWanted: request.wanted.tokensWanted,
      tokensAffordable: Math.min(...affordable),
    },
  );
}
