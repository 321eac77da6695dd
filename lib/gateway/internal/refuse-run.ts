import "server-only";
import { type Refusal, upstreamRefusal } from "@/lib/gateway/rules/refusal";
import { releaseHold } from "@/lib/gateway/release-hold";
import { Sealed } from "@/lib/kernel/sealed";
import { closeRun } from "./close-run";
import type { Opened } from "./open-upstream";
import type { Run } from "./run";

export type RunAnswer =
  | { readonly kind: "refused"; readonly refusal: Refusal; readonly generationId: string | null }
  | { readonly kind: "json"; readonly generationId: string; readonly body: string }
  | { readonly kind: "stream"; readonly generationId: string; readonly stream: ReadableStream<Uint8Array> };

/** No endpoint answered: free of charge, but written down, because something was sent. */
export async function refuseRun<Answer>(run: Run, opened: Opened<Answer> | null): Promise<RunAnswer> {
  if (!opened || opened.ok) {
    await releaseHold(run.id);
    const refusal: Refusal = {
      status: 402,
      message: "Insufficient credits",
      metadata: { error_type: "payment_required" },
    };
    return { kind: "refused", refusal, generationId: null };
  }
  const refusal = upstreamRefusal(opened.fault, opened.endpoint.provider.name);
  await closeRun(run, {
    endpoint: opened.endpoint,
    status: refusal.status,
    outcome: { end: "failed", finishReason: null, reported: null, estimatedCompletionTokens: 0 },
    nativeFinishReason: null,
    upstreamId: null,
    completion: new Sealed(""),
  });
  return { kind: "refused", refusal, generationId: run.wireId };
}
