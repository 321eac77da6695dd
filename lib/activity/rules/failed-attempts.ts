import { z } from "zod";

/** An attempt at an endpoint that failed before another endpoint was tried. */
export type FailedAttempt = {
  readonly endpoint: string;
  /** Slug of the provider. */
  readonly provider: string;
  /** The HTTP status as reported to our callers. */
  readonly status: number;
  readonly latencyMs: number;
};

const schema = z.array(
  z.object({ endpoint: z.string(), provider: z.string(), status: z.int(), latencyMs: z.int() }),
);

/** Serializes attempts for recording; null when there were none. */
export function writeFailedAttempts(attempts: readonly FailedAttempt[]): string | null {
  return attempts.length === 0 ? null : JSON.stringify(attempts);
}

/** Parses recorded attempts; empty when the text cannot be read. */
export function readFailedAttempts(text: string | null): readonly FailedAttempt[] {
  if (text === null) return [];
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return [];
  }
}
