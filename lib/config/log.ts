import "server-only";
import pino from "pino";
import { env } from "./env";

let instance: pino.Logger | null = null;

/**
 * Structured lines on standard output (O3). Call sites name what they log, field by field; whole requests, bodies,
 * headers and errors of other libraries are never handed over, because they may carry content or secrets.
 */
export function log(): pino.Logger {
  instance ??= pino({ level: env().logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  return instance;
}

/**
 * What may be written of an error that nobody expected: its kind, its code and where it was thrown. Its message is
 * left out, since drivers put values of rows and parsers put input into theirs.
 */
export function errorFacts(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return { kind: error.name, code, at: frames.slice(0, 6).map((line) => line.trim()) };
}
