/** What a form knows after it was sent: the contract between server actions and the forms that show the answer. */
export type FormState = {
  readonly status: "idle" | "success" | "error";
  /** A sentence for the person who asked. */
  readonly message?: string;
  /** A sentence per field, keyed by the field's name. */
  readonly fieldErrors?: Readonly<Record<string, string>>;
  /** What was typed, without secrets, so that a form sent before hydration is not emptied by a refusal. */
  readonly values?: Readonly<Record<string, string>>;
  /** For a failure that nobody expected; shown so that it can be quoted. */
  readonly requestId?: string;
  /** What the verb answered, for forms that show it (a new key's secret, an address to go to). */
  readonly data?: unknown;
};

export type FormAction = (state: FormState, form: FormData) => Promise<FormState>;

export const idleForm: FormState = { status: "idle" };
