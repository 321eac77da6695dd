import "server-only";
import pino from "pino";
import { createLog, errorFacts, type Log } from "./log";

const methods = ["log", "info", "debug", "warn", "error", "trace", "dir", "table"] as const;

/**
 * Turns what libraries and the framework print into lines of the log, with nothing of what they say: the kind and place of
 * an error, and otherwise how many bytes there were. A message can quote a row, a header or a body. For processes that
 * answer requests; what the product itself has to say to a person is written by other means. With `exitOnCrash` also the
 * last words of the process: Node would print the error that nobody caught.
 */
export function keepOutputPrivate(part: string, { exitOnCrash = false } = {}): void {
  // Of its own, because libraries may print before the environment can be read.
  const log = createLog("info", pino.destination({ fd: 1, sync: true }));
  Object.assign(console, privateConsole(log, part));
  if (exitOnCrash) exitQuietly(log, part);
  // Node's own listener prints warnings as they are.
  process.removeAllListeners("warning");
  process.on("warning", (warning) => {
    log.warn({ event: "process_warning", part, ...errorFacts(warning) });
  });
}

/** The process ends as it would without us, only quietly. */
function exitQuietly(log: Log, part: string): void {
  process.on("uncaughtException", (error) => {
    log.fatal({ event: "crashed", part, ...errorFacts(error) });
    process.exit(1);
  });
}

type Print = (...values: readonly unknown[]) => void;

/** The methods of a console that tell nothing. An error with a digest is one that the framework reports by itself. */
export function privateConsole(log: Log, part: string): Record<(typeof methods)[number], Print> {
  const print: Print = (...values) => {
    const error = values.find((value) => value instanceof Error);
    if (error && "digest" in error) return;
    if (error) return log.error({ event: "unexpected_error", part, ...errorFacts(error) });
    const bytes = Buffer.byteLength(values.filter((value) => typeof value === "string").join(" "));
    log.warn({ event: "unexpected_output", part, bytes });
  };
  return Object.fromEntries(methods.map((name) => [name, print])) as Record<(typeof methods)[number], Print>;
}
