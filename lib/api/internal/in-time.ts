import "server-only";
import type { MiddlewareHandler } from "hono";
import { late, within } from "@/lib/kernel/within";

/** Something that normally takes milliseconds was not there in time; answered like a database that is away. */
export class NoAnswer extends Error {}

/** Reads and changes of the management API take milliseconds. */
const handlerMsMax = 10_000;

/**
 * The value of `work`; throws `NoAnswer` when it is not there within `msMax`. A frozen server or network breaks no connection, so
 * that a query on one of them would wait for the driver's own time-out, which is made for exports. The work is not
 * ended: what it was to write may be written all the same.
 */
export async function inTime<Value>(work: Promise<Value>, msMax: number): Promise<Value> {
  const value = await within(work, msMax);
  if (value === late) throw new NoAnswer();
  return value;
}

/** For every route but completions, which have deadlines of their own. */
export const answerInTime: MiddlewareHandler = (_, next) => inTime(next(), handlerMsMax);
