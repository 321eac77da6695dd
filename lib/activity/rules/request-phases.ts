import { readFailedAttempts } from "./failed-attempts";
import type { GenerationRow } from "./generation-fields";
import { statusReason } from "./status-reason";

/** A part of a request's duration. The parts follow each other and fill it. */
export type RequestPhase = {
  readonly kind: "failed" | "waiting" | "response";
  readonly label: string;
  readonly startMs: number;
  readonly endMs: number;
};

type Timed = Pick<GenerationRow, "latencyMs" | "firstTokenMs" | "failedAttempts" | "status">;

/** The course of a request: attempts that failed, the wait for the first token, the response. */
export function requestPhases(row: Timed, providerName: (slug: string) => string): readonly RequestPhase[] {
  const phases: RequestPhase[] = [];
  const add = (kind: RequestPhase["kind"], label: string, lastsUntilMs: number) => {
    const startMs = phases.at(-1)?.endMs ?? 0;
    const endMs = Math.min(Math.max(lastsUntilMs, startMs), row.latencyMs);
    if (endMs > startMs) phases.push({ kind, label, startMs, endMs });
  };
  for (const attempt of readFailedAttempts(row.failedAttempts)) {
    const label = `${providerName(attempt.provider)}: ${statusReason(attempt.status)}`;
    add("failed", label, (phases.at(-1)?.endMs ?? 0) + attempt.latencyMs);
  }
  if (row.status >= 400) add("failed", statusReason(row.status), row.latencyMs);
  if (row.firstTokenMs !== null) add("waiting", "Time to first token", row.firstTokenMs);
  add("response", row.firstTokenMs === null ? "Whole response" : "Generation", row.latencyMs);
  return phases;
}
