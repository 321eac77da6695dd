/** Throws on a programming error. Not for bad input: that is an Outcome. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Assertion failed: ${message}`);
}

/** Returns the value. Throws when it is null or undefined, for places where the code rules that out. */
export function present<Value>(value: Value | null | undefined, name: string): Value {
  assert(value !== null && value !== undefined, `${name} is missing`);
  return value;
}
