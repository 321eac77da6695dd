import "server-only";
import { parentPort } from "node:worker_threads";
import { inspectResponse, readResponse } from "@/lib/gateway/rules/read-response";
import { readLineInThread } from "@/lib/gateway/rules/read-line";
import type { LargeJob, LargeResult, NumberedJob, NumberedResult } from "./large-responses";

/** Runs in a worker thread: see `large-responses.ts`. */
parentPort?.on("message", ({ number, job }: NumberedJob) => {
  const result = perform(job);
  const message: NumberedResult = { number, result };
  parentPort?.postMessage(message, result.choices ? [result.choices.buffer] : []);
});

function perform(job: LargeJob): LargeResult {
  if (job.is === "line") return { line: readLineInThread(job.line, job.reading) };
  const text = new TextDecoder().decode(job.bytes);
  if (job.is === "unparsed") return { unparsed: inspectResponse(text, job.reading) };
  const read = readResponse(text, job.reading);
  if (read.is !== "response") return { whole: read };
  const choices = new TextEncoder().encode(read.response.choices);
  return { whole: { is: "response", response: { ...read.response, choices: "" } }, choices };
}
