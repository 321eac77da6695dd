/** Stops on a programmer's error. Not for bad input: that is an Outcome. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Assertion failed: ${message}`);
}

/** The value, or a thrown error when it is null or undefined where the code says it cannot be. */
export function present<Value>(value: Value | null | undefined, name: string): Value {
  assert(value !== null && value !== undefined, `${name} is missing`);
  return value;
}
