import "server-only";
import { catalog } from "@/lib/catalog/catalog";
import type { Endpoint } from "@/lib/catalog/rules/catalog";
import { env } from "@/lib/config/env";
import type { ChatInput } from "@/lib/gateway/rules/chat-input";
import { type Choice, chooseEndpoints } from "@/lib/gateway/rules/choose-endpoints";
import {
  affordableTokens,
  type TokenEstimate,
  type WantedHold,
  wantedHold,
} from "@/lib/gateway/rules/hold-amount";
import {
  admissionTimedOut,
  callerLeft,
  paymentRequired,
  type ApiError,
  unknownUser,
} from "@/lib/gateway/rules/api-error";
import type { CallerSignal } from "@/lib/kernel/caller-signal";
import type { Redacted } from "@/lib/kernel/redacted";
import { late, within } from "@/lib/kernel/within";
import { authenticateKey, type KeyContext } from "@/lib/keys/authenticate-key";
import { type HoldFailure, takeHold } from "@/lib/ledger/holds/take-hold";
import { type Completion, newGenerationId, StopSignal } from "./completion";
import { knownFreeLimitError } from "./count-free-request";
import { type AppHeaders, findApp } from "./find-app";

export type CompletionCall = {
  readonly secret: Redacted<string>;
  readonly context: KeyContext;
  readonly input: Redacted<ChatInput>;
  readonly app: AppHeaders;
  /** When the request arrived, on the clock of `performance.now()`. */
  readonly receivedMs: number;
  readonly signal: CallerSignal | null;
};
export type Admission =
  | { readonly ok: true; readonly completion: Completion }
  | { readonly ok: false; readonly apiError: ApiError };

/** How long a request may wait for admission: longer than any database lock or pause that is worth waiting for. */
const admissionMsMax = 5_000;
/**
 * If settings change while a request is being decided, they are read again. More reads than this within five seconds
 * mean that a program is changing them in a loop.
 */
const readsMax = 50;

/**
 * Decides everything that comes before sending: privacy, guardrails and routing, then the hold. If the hold finds that settings
 * have changed since they were read, they are read again and the request is decided again. The caller does not notice.
 */
export async function admitCompletion(call: CompletionCall): Promise<Admission> {
  // Starts here, because the time that the caller took to send its body does not count.
  const deadlineMs = performance.now() + admissionMsMax;
  let context = call.context;
  let isFresh = false;
  for (let read = 0; read < readsMax && performance.now() < deadlineMs; read += 1) {
    const choice = choose(context, call.input.expose());
    if (!choice.ok) {
      // The cached settings may be a second old, so a rejection because of them is decided on the newest ones.
      if (!choice.dependsOnSettings || isFresh) return choice;
    } else {
      const result = await hold(call, context, { endpoints: choice.endpoints, deadlineMs });
      if (result !== "stale") return result;
    }
    const renewed = await authenticateKey(call.secret.expose(), { fresh: true });
    if (!renewed) return { ok: false, apiError: unknownUser };
    context = renewed;
    isFresh = true;
  }
  return { ok: false, apiError: admissionTimedOut };
}

function choose(context: KeyContext, input: ChatInput): Choice {
  const { models, preferences, media } = input;
  return chooseEndpoints({
    catalog: catalog(),
    models,
    preferences,
    media,
    privacy: context.privacy,
    guardrails: context.guardrails,
    keyHash: context.keyHash,
    appUrl: env().appUrl,
  });
}

async function hold(
  call: CompletionCall,
  context: KeyContext,
  plan: { endpoints: readonly Endpoint[]; deadlineMs: number },
): Promise<Admission | "stale"> {
  const { endpoints } = plan;
  const { workspaceId, keyId, meterIds, keyVersion, privacyVersion } = context;
  if (endpoints.every(({ isFree }) => isFree)) {
    const apiError = knownFreeLimitError(workspaceId, new Date());
    if (apiError) return { ok: false, apiError };
  }
  const { estimate, tokensMax } = call.input.expose();
  const tokenEstimate: TokenEstimate = { prompt: estimate, tokensMax };
  const wanted = wantedHold(endpoints, tokenEstimate);
  const { amountNanos, minimumNanos, excessNanos } = wanted;
  const generation = newGenerationId();
  const askedMs = performance.now();
  const deadlineMs = Math.max(1, plan.deadlineMs - askedMs);
  const [held, appId] = await Promise.all([
    takeHold(
      {
        holdId: generation.id,
        workspaceId,
        keyId,
        meterIds,
        amountNanos,
        minimumNanos,
        excessNanos,
        keyVersion,
        privacyVersion,
      },
      { deadlineMs, signal: call.signal },
    ),
    findAppWithin(deadlineMs, workspaceId, call.app),
  ]);
  if (!held.ok) {
    if (held.code === "stale_policy") return "stale";
    const apiError = holdApiError(held, call.signal, { context, endpoints, tokenEstimate, wanted });
    return { ok: false, apiError };
  }
  const startedMs = performance.now();
  const { isStream } = call.input.expose();
  // Field by field: a spread before this many fields takes a twentieth of the time that a whole request costs.
  const completion: Completion = {
    id: generation.id,
    wireId: generation.wireId,
    createdAt: generation.createdAt,
    context,
    input: call.input,
    tokenEstimate,
    appId,
    isStream,
    endpoints,
    grantedNanos: held.value.grantedNanos,
    receivedMs: call.receivedMs,
    startedMs,
    holdMs: startedMs - askedMs,
    stop: new StopSignal(),
    sent: null,
    attempts: 0,
    failedAttempts: [],
    upstreamMs: 0,
    firstTokenMs: null,
    isCancelled: false,
    lostResponses: [],
    endReason: null,
    isClosed: false,
  };
  return { ok: true, completion };
}

/** The app is only a name in reports, so a request neither fails nor waits because of it. */
async function findAppWithin(waitMs: number, workspaceId: string, app: AppHeaders): Promise<string | null> {
  const found = findApp(workspaceId, app);
  if (found === null || typeof found === "string") return found;
  const id = await within(found, waitMs).catch(() => null);
  return id === late ? null : id;
}

function holdApiError(
  failure: HoldFailure,
  signal: CallerSignal | null,
  request: {
    context: KeyContext;
    endpoints: readonly Endpoint[];
    tokenEstimate: TokenEstimate;
    wanted: WantedHold;
  },
): ApiError {
  const { detail } = failure;
  if (failure.code === "unavailable") return signal?.aborted ? callerLeft : admissionTimedOut;
  if (!detail || detail.code === "key_unusable" || detail.code === "stale_policy") return unknownUser;
  const { limit, availableNanos } = detail;
  const affordable = request.endpoints.map((endpoint) =>
    affordableTokens(endpoint, request.tokenEstimate, availableNanos),
  );
  return paymentRequired(
    { of: limit ? limit.kind : "credits", availableNanos, limit },
    {
      appUrl: env().appUrl,
      hasPurchased: request.context.hasPurchased,
      tokensWanted: request.wanted.tokensWanted,
      tokensAffordable: Math.min(...affordable),
    },
  );
}
