import "server-only";

export type BatchedDeletion = {
  readonly rows: number;
  /** False when batches were left for the next call. */
  readonly isDone: boolean;
};

/**
 * Calls `deleteBatch` until it finds nothing more: each call is a statement or transaction of its own, so that none runs
 * for long, and what was done stays done when a later one fails. `deleteBatch` takes at most `size` rows and returns how many
 * it took. Stops after `batchesMax` calls, so that a caller with more work gets on with it.
 */
export async function deleteInBatches(
  deleteBatch: (size: number) => Promise<number>,
  { size = 5_000, batchesMax = 400 }: { readonly size?: number; readonly batchesMax?: number } = {},
): Promise<BatchedDeletion> {
  let rows = 0;
  for (let batch = 0; batch < batchesMax; batch += 1) {
    const taken = await deleteBatch(size);
    if (taken === 0) return { rows, isDone: true };
    rows += taken;
  }
  return { rows, isDone: false };
}
