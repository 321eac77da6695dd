import { z } from "zod";
import { type Nanos, numberToNanos, parseDollars } from "./money";

type Bounds = {
  readonly minNanos: Nanos;
  readonly maxNanos: Nanos;
  /** The error for every other value, as a sentence for the user. */
  readonly message: string;
};

/** An amount of dollars as text, from a form or a query: parsed exactly or rejected with `message`. */
export function dollarField(bounds: Bounds) {
  return z.string().transform((text, context) => within(parseDollars(text), bounds, context));
}

/** An amount of dollars as a JSON number: exact except for floating-point noise, or rejected with `message`. */
export function dollarNumber(bounds: Bounds) {
  return z.number().transform((value, context) => within(numberToNanos(value), bounds, context));
}

function within(nanos: Nanos | null, bounds: Bounds, context: z.RefinementCtx): Nanos {
  if (nanos !== null && nanos >= bounds.minNanos && nanos <= bounds.maxNanos) return nanos;
  context.addIssue({ code: "custom", message: bounds.message });
  return z.NEVER;
}
