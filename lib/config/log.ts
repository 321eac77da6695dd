import "server-only";
import pino from "pino";
import { env } from "./env";

/**
 * Fields that a line may carry. Add one only if it can never hold content, secrets or personal data.
 */
const fieldNames = [
  ...["requestId", "userId", "workspaceId", "keyId", "generationId", "holdId", "mailId", "archiveId"],
  ...[
    "purchase",
    "stripeObjectId",
    "stripeRequest",
    "job",
    "route",
    "method",
    "status",
    "code",
    "kind",
    "at",
  ],
  ...["event", "type", "outcome", "source", "failureCode", "failureType", "statusCode", "model"],
  ...[
    "provider",
    "attempt",
    "attempts",
    "count",
    "durationMs",
    "port",
    "pid",
    "part",
    "version",
    "cause",
    "reason",
    "digest",
    "bytes",
    "seal",
  ],
] as const;

/** The fields of a log call: an object that names another field does not compile. */
export type LogFields = Partial<Record<(typeof fieldNames)[number], unknown>>;

type Write = (fields: LogFields, message?: string) => void;
export type Log = {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  readonly fatal: Write;
};

let instance: Log | null = null;

/**
 * Structured lines on standard output. Call sites name each field that they log. Whole requests, bodies, headers and
 * errors of other libraries are never passed in, because they may carry content or secrets.
 */
export function log(): Log {
  instance ??= createLog(env().logLevel, pino.destination({ fd: 1, sync: true }));
  return instance;
}

/** The runtime check behind the types: any other field is dropped, and its name listed under `dropped`. */
const allowedFields: ReadonlySet<string> = new Set(fieldNames);

/** Fields that pino adds to every line. */
const ownFields = new Set(["level", "time", "msg", "dropped"]);

/** Whether a text is a line written by `log()`, with allowed fields only. */
export function isLogLine(text: string): boolean {
  if (!text.startsWith('{"level":')) return false;
  try {
    const line: unknown = JSON.parse(text);
    if (typeof line !== "object" || line === null || !("time" in line) || typeof line.time !== "string")
      return false;
    return Object.keys(line).every((name) => ownFields.has(name) || allowedFields.has(name));
  } catch {
    return false;
  }
}

/** Exported for tests, which read what was written. */
export function createLog(level: string, destination: pino.DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { log: allowedOnly },
  };
  return pino(options, destination);
}

function allowedOnly(fields: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(fields);
  const kept = entries.filter(([name]) => allowedFields.has(name));
  const dropped = entries.map(([name]) => name).filter((name) => !allowedFields.has(name));
  return dropped.length > 0 ? { ...Object.fromEntries(kept), dropped } : Object.fromEntries(kept);
}

/**
 * The loggable parts of an unexpected error: its kind, its code and where it was thrown. Its message is left out,
 * because drivers put row values and parsers put input into it.
 */
export function errorFacts(error: unknown): LogFields {
  if (!(error instanceof Error)) return { kind: typeof error };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  return { kind: error.name, code, at: framesOf(error).slice(0, 6) };
}

/**
 * The frames of a stack follow the message. The message can contain lines that look like frames, so nothing is returned
 * when the stack does not show where the message ends.
 */
function framesOf({ message, stack = "" }: Error): string[] {
  const start = stack.indexOf(message);
  if (start < 0) return [];
  const lines = stack.slice(start + message.length).split("\n");
  return lines.filter((line) => /^\s+at /.test(line)).map((line) => line.trim());
}
