import { z } from "zod";

/** A try at an endpoint that failed before another one was asked. */
export type FailedAttempt = {
  readonly endpoint: string;
  /** Slug of the provider. */
  readonly provider: string;
  /** HTTP status as our callers are told it. */
  readonly status: number;
  readonly latencyMs: number;
};

const schema = z.array(
  z.object({ endpoint: z.string(), provider: z.string(), status: z.int(), latencyMs: z.int() }),
);

/** The text under which attempts are recorded; null when there were none. */
export function writeFailedAttempts(attempts: readonly FailedAttempt[]): string | null {
  return attempts.length === 0 ? null : JSON.stringify(attempts);
}

/** The attempts behind a recorded text; none when it cannot be read. */
export function readFailedAttempts(text: string | null): readonly FailedAttempt[] {
  if (text === null) return [];
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return [];
  }
}
