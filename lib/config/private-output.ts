import "server-only";
import pino from "pino";
import { createLog, errorFacts, type Log } from "./log";

const methods = ["log", "info", "debug", "warn", "error", "trace", "dir", "table"] as const;

/**
 * Turns what libraries and the framework print into log lines without the text: the kind and place of an error, or else
 * the number of bytes. A message can quote a row, a header or a body. For processes that serve requests; messages of
 * the product to a person are written by other means. With `exitOnCrash`, this also covers the output of a crash: Node
 * would print the uncaught error.
 */
export function keepOutputPrivate(part: string, { exitOnCrash = false } = {}): void {
  // A separate logger, because libraries may print before the environment can be read.
  const log = createLog("info", pino.destination({ fd: 1, sync: true }));
  Object.assign(console, privateConsole(log, part));
  if (exitOnCrash) exitQuietly(log, part);
  surviveReaders();
  // Node's own listener prints warnings as they are.
  process.removeAllListeners("warning");
  process.on("warning", (warning) => {
    log.warn({ event: "process_warning", part, ...errorFacts(warning) });
  });
}

/**
 * A terminal that was closed, or a log collector that has ended, must not end the process: it has completions to bill and a
 * database to stop. What it writes from then on is lost.
 */
function surviveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
}

/** Ends the process as Node would, but without printing the error. */
function exitQuietly(log: Log, part: string): void {
  process.on("uncaughtException", (error) => {
    log.fatal({ event: "crashed", part, ...errorFacts(error) });
    process.exit(1);
  });
}

type Print = (...values: readonly unknown[]) => void;

/** Console methods that log no text. An error with a digest is skipped, because the framework reports it separately. */
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
