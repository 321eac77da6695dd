/** The state of a form after it was submitted: the contract between server actions and forms. */
export type FormState = {
  readonly status: "idle" | "success" | "error";
  /** A sentence for the user. */
  readonly message?: string;
  /** A sentence per field, keyed by the field's name. */
  readonly fieldErrors?: Readonly<Record<string, string>>;
  /** The submitted values, without secrets, so that an error does not empty a form that was sent before hydration. */
  readonly values?: Readonly<Record<string, string>>;
  /** For an unexpected failure; shown so that the user can quote it. */
  readonly requestId?: string;
  /** No response arrived, so the action may or may not have run. */
  readonly isLost?: boolean;
  /** The verb's result, for forms that show it (a new key's secret, a URL to open). */
  readonly data?: unknown;
};

export type FormAction = (state: FormState, form: FormData) => Promise<FormState>;

export const idleForm: FormState = { status: "idle" };
