const inspect = Symbol.for("nodejs.util.inspect.custom");
const redacted = "[redacted]";

/**
 * Holds content (prompts, completions, secrets) so that no log line, error or JSON can show it by accident: every
 * way of printing it says `[redacted]`. `expose()` is the one way in; grep for it to see
 * every place that touches content.
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
