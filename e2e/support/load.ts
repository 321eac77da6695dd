import { setTimeout as sleep } from "node:timers/promises";
import { callCompletion, type CompletionCall, type Reply } from "./completion-calls";
import type { Launched } from "./launch";

export type Load = {
  readonly marks: readonly string[];
  readonly replies: readonly (Reply & { readonly startedAt: number })[];
};

/** One client that sends plain completions sequentially until the work has ended, with a pause between them. */
export async function callUntil(
  work: Promise<unknown>,
  product: Launched,
  call: CompletionCall,
  pauseMs = 20,
): Promise<Load> {
  const load = { marks: [] as string[], replies: [] as (Reply & { startedAt: number })[] };
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  work.then(over, over);
  while (!isOver) {
    const startedAt = Date.now();
    const { mark, ended } = callCompletion(product, call);
    load.marks.push(mark);
    load.replies.push({ ...(await ended), startedAt });
    await sleep(pauseMs);
  }
  return load;
}

/** Several such clients concurrently. */
export async function callersUntil(
  count: number,
  work: Promise<unknown>,
  product: Launched,
  call: CompletionCall,
): Promise<Load> {
  const loads = await Promise.all(Array.from({ length: count }, () => callUntil(work, product, call)));
  return {
    marks: loads.flatMap(({ marks }) => marks),
    replies: loads.flatMap(({ replies }) => replies),
  };
}

export function p95(load: Load): number {
  const sorted = load.replies.map(({ ms }) => ms).sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN;
}

/** Failures of a well-behaved tenant: statuses other than 200. */
export function failuresOf(load: Load): readonly number[] {
  return load.replies.map(({ status }) => status).filter((status) => status !== 200);
}

/**
 * The p95 allowed for a quiet tenant while another one misbehaves: twice its normal one. The minimum exists because
 * product, database, provider and clients share two cores, where a neighbor's work alone takes many milliseconds. The
 * tests look for waiting on another tenant's lock or queue, which takes hundreds to thousands of milliseconds.
 */
export function allowedP95(alone: number): number {
  return Math.max(2 * alone, alone + 200);
}
