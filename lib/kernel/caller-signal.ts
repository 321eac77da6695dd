/**
 * Signals that a caller has disconnected. An AbortSignal satisfies this type. It is a separate type because creating an
 * AbortSignal for each request costs more than everything that is done with it.
 */
export type CallerSignal = {
  readonly aborted: boolean;
  /**
   * False while a caller that has closed its side of the connection may still be reading. The listeners are called at
   * that point, and once more when the caller turns out to be disconnected. When absent, an abort means disconnected.
   */
  readonly isGone?: boolean;
  addEventListener(type: "abort", listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
};
