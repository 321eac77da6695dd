import "server-only";
import { parentPort } from "node:worker_threads";
import { lookAtAnswer, readAnswer } from "@/lib/gateway/rules/read-answer";
import { readLineAlone } from "@/lib/gateway/rules/read-line";
import type { LargeJob, LargeResult, NumberedJob, NumberedResult } from "./large-answers";

/** A program of its own: see `large-answers.ts`. */
parentPort?.on("message", ({ number, job }: NumberedJob) => {
  const result = perform(job);
  const message: NumberedResult = { number, result };
  parentPort?.postMessage(message, result.choices ? [result.choices.buffer] : []);
});

function perform(job: LargeJob): LargeResult {
  if (job.is === "line") return { line: readLineAlone(job.line, job.reading) };
  const text = new TextDecoder().decode(job.bytes);
  if (job.is === "unread") return { unread: lookAtAnswer(text, job.reading) };
  const read = readAnswer(text, job.reading);
  if (read.is !== "answer") return { whole: read };
  const choices = new TextEncoder().encode(read.answer.choices);
  return { whole: { is: "answer", answer: { ...read.answer, choices: "" } }, choices };
}
