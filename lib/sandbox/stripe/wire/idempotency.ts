import { createHash } from "node:crypto";
import { ApiError } from "./api-error";

export type Answer = { readonly status: number; readonly json: string };
export type KeptAnswer = {
  readonly fingerprint: string;
  readonly at: number;
  readonly requestId: string;
  answer: Answer | null;
};

const keptMs = 24 * 3_600_000;

/** Stripe's guarantee for `Idempotency-Key`: one execution, and the same response to every repetition, for 24 hours. */
export function createIdempotency(kept: Map<string, KeptAnswer>, now: () => number = Date.now) {
  return {
    /**
     * The stored response of an earlier request; null when this is the first, which then owns the key. Throws ApiError.
     */
    claim(
      key: string,
      request: { method: string; path: string; body: string; id: string },
    ): KeptAnswer | null {
      const fingerprint = createHash("sha256")
        .update(`${request.method} ${request.path}\n${request.body}`)
        .digest("hex");
      const earlier = kept.get(key);
      if (!earlier || now() - earlier.at > keptMs) {
        kept.set(key, { fingerprint, at: now(), requestId: request.id, answer: null });
        return null;
      }
      if (earlier.fingerprint !== fingerprint) {
        throw new ApiError(
          400,
          `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
          { type: "idempotency_error" },
        );
      }
      if (!earlier.answer) {
        throw new ApiError(409, "There is currently another in-progress request using this Idempotent Key.", {
          type: "idempotency_error",
          code: "idempotency_key_in_use",
        });
      }
      return earlier;
    },
    keep(key: string, answer: Answer): void {
      const entry = kept.get(key);
      if (entry) entry.answer = answer;
    },
    /** A request that failed validation did nothing, so its key may be used again. */
    release(key: string): void {
      kept.delete(key);
    },
  };
}
