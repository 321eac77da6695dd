import "server-only";
import type { MiddlewareHandler } from "hono";
import { late, within } from "@/lib/kernel/within";

/** Work that normally takes milliseconds did not finish in time. The response is that of an unreachable database. */
export class NoResponse extends Error {}

/** Reads and changes of the management API normally take milliseconds. */
const handlerMsMax = 10_000;

/**
 * Returns the result of `work`; throws `NoResponse` when it does not finish within `msMax`. A frozen server or network
 * breaks no connection, so that a query would otherwise wait for the driver's own timeout, which is set for exports.
 * The work is not canceled: its writes may still be committed.
 */
export async function inTime<Value>(work: Promise<Value>, msMax: number): Promise<Value> {
  const value = await within(work, msMax);
  if (value === late) throw new NoResponse();
  return value;
}

/** For every route except completions, which have their own deadlines. */
export const respondInTime: MiddlewareHandler = (_, next) => inTime(next(), handlerMsMax);
