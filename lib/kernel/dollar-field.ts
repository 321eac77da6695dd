import { z } from "zod";
import { type Nanos, numberToNanos, parseDollars } from "./money";

type Bounds = {
  readonly minNanos: Nanos;
  readonly maxNanos: Nanos;
  /** What is said of everything else, as a sentence for whoever sent it. */
  readonly message: string;
};

/** An amount of dollars as text, typed into a form or sent in a query: taken exactly or refused with `message`. */
export function dollarField(bounds: Bounds) {
  return z.string().transform((text, context) => within(parseDollars(text), bounds, context));
}

/** An amount of dollars as a JSON number: taken exactly but for the noise of doubles, or refused with `message`. */
export function dollarNumber(bounds: Bounds) {
  return z.number().transform((value, context) => within(numberToNanos(value), bounds, context));
}

function within(nanos: Nanos | null, bounds: Bounds, context: z.RefinementCtx): Nanos {
  if (nanos !== null && nanos >= bounds.minNanos && nanos <= bounds.maxNanos) return nanos;
  context.addIssue({ code: "custom", message: bounds.message });
  return z.NEVER;
}
