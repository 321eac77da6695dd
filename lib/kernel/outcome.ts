/** Result of a verb whose failures are expected: values the caller must look at, not exceptions. */
export type Outcome<Value, Code extends string> = Ok<Value> | Failure<Code>;
export type Ok<Value> = { readonly ok: true; readonly value: Value };
export type Failure<Code extends string> = {
  readonly ok: false;
  readonly code: Code;
  /** A sentence for the person who asked: what happened and what to do. Never exception text. */
  readonly message?: string;
  /** Form field that the failure belongs to, when there is one. */
  readonly field?: string;
};

export function ok<Value>(value: Value): Ok<Value> {
  return { ok: true, value };
}

export function fail<Code extends string>(
  code: Code,
  detail: { message?: string; field?: string } = {},
): Failure<Code> {
  return { ok: false, code, ...detail };
}
