const inspect = Symbol.for("nodejs.util.inspect.custom");
const redacted = "[redacted]";

/**
 * Wraps content (prompts, completions, secrets) so that no log line, error or JSON can show it by accident: it always
 * prints as `[redacted]`. `expose()` is the only way to read it; grep for it to find every place that touches content.
 */
export class Redacted<Value> {
  readonly #value: Value;

  constructor(value: Value) {
    this.#value = value;
  }

  expose(): Value {
    return this.#value;
  }

  toString(): string {
    return redacted;
  }

  toJSON(): string {
    return redacted;
  }

  [inspect](): string {
    return redacted;
  }
}
