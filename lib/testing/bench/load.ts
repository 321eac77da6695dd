import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";

const run = promisify(execFile);

const loadReport = z.object({
  average: z.number(),
  p50: z.number(),
  p99: z.number(),
  non2xx: z.number(),
  errors: z.number(),
  took: z.number(),
});
export type Load = {
  /** Responses with status 200 per second. */
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
  /** This process's CPU time for each of them; unlike the rate, it does not depend on other load on the machine. */
  readonly cpuMs: number;
};

export type Target = { readonly url: string; readonly keys: readonly string[]; readonly model: string };

/**
 * Calls a target from another process. Throws if any response was not a 200, because a rejected request measures
 * nothing.
 */
export async function load(
  target: Target,
  how: { readonly connections: number; readonly seconds?: number; readonly amount?: number },
): Promise<Load> {
  const before = process.cpuUsage();
  const given = JSON.stringify({ ...target, ...how, body: bodyFor(target.model) });
  const { stdout } = await run(process.execPath, ["lib/testing/bench/load-client.mjs", given], {
    maxBuffer: 10_000_000,
  });
  const { user, system } = process.cpuUsage(before);
  const report = loadReport.parse(JSON.parse(stdout));
  if (report.non2xx > 0 || report.errors > 0)
    throw new Error(`${report.non2xx} refused, ${report.errors} broken`);
  const requests = report.average * report.took;
  return {
    rate: report.average,
    p50: report.p50,
    p99: report.p99,
    cpuMs: (user + system) / 1_000 / Math.max(1, requests),
  };
}

const pacedReport = z.object({ latencies: z.array(z.number()), failed: z.number() });

/** Latencies in milliseconds at 50 requests per second, each started on time. */
export async function paced({ url, keys, model }: Target): Promise<number[]> {
  const script = ["--import", "tsx", "lib/testing/bench/paced-client.ts"];
  const { stdout } = await run(process.execPath, [...script, url, keys[0] ?? "", bodyFor(model), "50", "8"], {
    maxBuffer: 10_000_000,
  });
  const { latencies, failed } = pacedReport.parse(JSON.parse(stdout));
  if (failed > 0) throw new Error(`${failed} of the paced requests failed`);
  // The first second is for opening connections.
  return latencies.slice(50);
}

function bodyFor(model: string): string {
  return JSON.stringify({
    model,
    messages: [{ role: "user", content: "Hello, how are you?" }],
    max_tokens: 64,
  });
}
