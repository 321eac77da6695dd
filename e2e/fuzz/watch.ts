import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { expect } from "@playwright/test";
import { sqlPool } from "@/lib/db/client";
import { type HttpResponse, type HttpCall, send } from "../support/http";
import { problemsIn } from "../support/log";
import { logFile, productEnvironment } from "../support/product";
import { formState } from "../support/server-actions";
import { canary } from "./hostile-values";

type Sent = HttpCall & { readonly path: string };

/** A call, and what is wrong with its response; null when nothing is. */
export type Attempt = { readonly label: string; readonly call: () => Promise<string | null> };

/** Makes calls, four at a time, and returns the problems by label. Stops early when every call fails. */
export async function tryAll(attempts: readonly Attempt[]): Promise<string[]> {
  const wrong: string[] = [];
  const waiting = attempts.values();
  const work = async () => {
    for (const { label, call } of waiting) {
      const problem = await call().catch((error: unknown) => String(error));
      if (problem !== null) wrong.push(`${label}: ${problem}`);
      if (wrong.length >= 40) return;
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  return wrong;
}

/** An unknown model is the only value that a response repeats, in printable form. */
const namesModel = /^No endpoints found for |is not a valid model ID$/;

/** Invalid input must never cause a 5xx; an error in JSON has an `error` and repeats nothing of the input. */
export function judge({ status, text, headers }: HttpResponse): string | null {
  if (status >= 500 || status < 200) return `responded with ${status}`;
  // A response to HEAD has no body.
  if (status < 400 || text === "" || !String(headers["content-type"]).startsWith("application/json"))
    return null;
  const { error } = JSON.parse(text) as { error?: unknown };
  const message = typeof error === "object" && error !== null && "message" in error ? error.message : error;
  if (typeof message !== "string") return `responded with ${status} without an error`;
  return text.includes(canary) && !namesModel.test(message)
    ? `responded with ${status} with what was sent`
    : null;
}

/** A form gets 200 even after an unexpected error; its response then includes the request id. */
export function judgeAction(response: HttpResponse): string | null {
  return judge(response) ?? (formState(response)?.requestId ? "responded with an unexpected failure" : null);
}

/** An API response: 2xx, or a documented status in the envelope, which repeats nothing of the input. */
function judgeApi(response: HttpResponse, statuses: readonly number[]): string | null {
  const { status, text, headers } = response;
  if (status >= 200 && status < 300) return null;
  if (!statuses.includes(status) || status >= 500) return `responded with ${status}`;
  if (!String(headers["content-type"]).startsWith("application/json"))
    return `responded with ${status} without JSON`;
  const { error } = JSON.parse(text) as { error?: { code?: unknown; message?: unknown } };
  if (error?.code !== status || typeof error.message !== "string")
    return `responded with ${status} without the envelope`;
  const isRepeated = text.includes(canary) && !namesModel.test(error.message);
  return isRepeated ? `responded with ${status} with what was sent` : null;
}

export async function callApi(
  { path, headers, ...rest }: Sent,
  { statuses, secret }: { readonly statuses: readonly number[]; readonly secret: string },
): Promise<string | null> {
  const authorization = `Bearer ${secret}`;
  const response = await send(path, {
    ...rest,
    headers: { authorization, "content-type": "application/json", ...headers },
  });
  return judgeApi(response, statuses);
}

/** How much of the log was checked. The first test of a worker starts at its current end. */
let checked = 0;

/**
 * Watches the product's output. Each check continues where the last one ended: output that arrives late through the pipe
 * is checked after the next test, and the last of it after the product has stopped.
 */
export function watchLog(): { problems(): Promise<string[]> } {
  if (checked === 0) checked = statSync(logFile()).size;
  return {
    problems: async () => {
      const fresh = (await readFile(logFile())).subarray(checked);
      checked += fresh.length;
      const log = fresh.toString("utf8");
      const problems = problemsIn(log, productEnvironment());
      return [...new Set(problems.map((problem) => problem.slice(0, 400)))].slice(0, 10);
    },
  };
}

/** The server and its pages still respond. */
export async function expectAlive(): Promise<void> {
  const responses = await Promise.all(
    ["/api/health", "/api/ready", "/api/v1/models", "/sign-in"].map((path) => send(path)),
  );
  expect(responses.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
}

/** Resets rate limits, which count attempts for an hour, so that these calls do not use up those of other tests. */
export async function forgetAttempts(): Promise<void> {
  await sqlPool().query("delete from rate_limits");
}
