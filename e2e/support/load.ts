import { setTimeout as sleep } from "node:timers/promises";
import { callCompletion, type CompletionCall, type Reply } from "./completion-calls";
import type { Launched } from "./launch";

export type Load = {
  readonly marks: readonly string[];
  readonly replies: readonly (Reply & { readonly startedAt: number })[];
};

/** One caller who sends plain completions one after the other until the work has ended, with a pause between them. */
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

/** Several such callers at once. */
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

/** What went wrong in a load of a tenant who did nothing wrong: statuses that are not 200. */
export function failuresOf(load: Load): readonly number[] {
  return load.replies.map(({ status }) => status).filter((status) => status !== 200);
}

/**
 * The p95 that a quiet tenant may see while another does its worst: twice its own. The floor is there because product,
 * database, provider and callers share two cores, where a neighbor's work alone takes many milliseconds; what the tests are
 * about, waiting for somebody else's lock or queue, is hundreds to thousands.
 */
export function allowedP95(alone: number): number {
  return Math.max(2 * alone, alone + 200);
}
