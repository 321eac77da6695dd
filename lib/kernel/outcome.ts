/** The result of a verb whose failures are expected: values that the caller must handle, not exceptions. */
export type Outcome<Value, Code extends string> = Ok<Value> | Failure<Code>;
export type Ok<Value> = { readonly ok: true; readonly value: Value };
export type Failure<Code extends string> = {
  readonly ok: false;
  readonly code: Code;
  /** A sentence for the user: what happened and what to do. Never exception text. */
  readonly message?: string;
  /** The form field that caused the failure, if any. */
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
