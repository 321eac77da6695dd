import "server-only";
import { uuidv7 } from "uuidv7";
import { formatGenerationId, generationTimeMs } from "@/lib/activity/rules/generation-id";
import type { Endpoint } from "@/lib/catalog/rules/catalogue";
import type { ChatInput } from "@/lib/gateway/rules/chat-input";
import type { Demand } from "@/lib/gateway/rules/hold-amount";
import type { Nanos } from "@/lib/kernel/money";
import type { Sealed } from "@/lib/kernel/sealed";
import type { KeyContext } from "@/lib/keys/authenticate-key";

/** How long an answer may take in all, and how long we go on reading one whose caller has left. */
const answerMsMax = 600_000;
const departedMsMax = 30_000;
/** A hold outlives the longest answer, so that it never expires under a running request. */
export const holdMsMax = answerMsMax + departedMsMax + 60_000;

/** One admitted request on its way: what was decided, and what has happened so far. */
export type Run = {
  /** Also the id of the hold. */
  readonly id: string;
  readonly wireId: string;
  readonly createdAt: Date;
  readonly context: KeyContext;
  readonly input: Sealed<ChatInput>;
  readonly demand: Demand;
  readonly endUser: string | null;
  readonly appId: string | null;
  readonly isStream: boolean;
  /** Best first; at least one. */
  readonly endpoints: readonly Endpoint[];
  readonly grantedNanos: Nanos;
  readonly startedMs: number;
  /** Ends the conversation with the upstream: out of time, or the caller left long ago. */
  readonly stop: AbortController;
  attempts: number;
  firstTokenMs: number | null;
  isCancelled: boolean;
  /** Takes over when the caller leaves in the middle of a stream. */
  onDeparture: (() => void) | null;
};

export function newGenerationId(): { id: string; wireId: string; createdAt: Date } {
  const id = uuidv7();
  return { id, wireId: formatGenerationId(id), createdAt: new Date(generationTimeMs(id)) };
}

/**
 * Watches the clock and the caller. A caller who leaves does not end the upstream's answer at once: it is read on for
 * a while, so that the bill is the provider's own count. Returns what to call when all is over.
 */
export function superviseRun(run: Run, signal: AbortSignal | null): () => void {
  const timer = setTimeout(() => run.stop.abort(), answerMsMax);
  timer.unref();
  const leave = () => departRun(run);
  if (signal?.aborted) leave();
  else signal?.addEventListener("abort", leave, { once: true });
  return () => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", leave);
  };
}

/** The caller has gone. */
export function departRun(run: Run): void {
  if (run.isCancelled) return;
  run.isCancelled = true;
  setTimeout(() => run.stop.abort(), departedMsMax).unref();
  run.onDeparture?.();
}
