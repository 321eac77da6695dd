/**
 * Says that a caller has left: what an AbortSignal does, which satisfies it. A type of its own because making an
 * AbortSignal for each request costs more than anything that is done with it.
 */
export type CallerSignal = {
  readonly aborted: boolean;
  /**
   * False while a caller that has ended its side of the connection may still be listening. The listeners are called then,
   * and once more when it turns out that it has gone. Without this an abort means gone.
   */
  readonly isGone?: boolean;
  addEventListener(type: "abort", listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
};
