import "server-only";

export type BatchedDeletion = {
  readonly rows: number;
  /** False when rows are left for the next call. */
  readonly isDone: boolean;
};

/**
 * Calls `deleteBatch` until it finds no more rows. Each call is a separate statement or transaction, so that none runs
 * for long, and what is deleted stays deleted when a later one fails. `deleteBatch` deletes at most `size` rows and
 * returns how many it deleted. Stops after `batchesMax` calls, so that a caller with other work can continue.
 */
export async function deleteInBatches(
  deleteBatch: (size: number) => Promise<number>,
  { size = 5_000, batchesMax = 400 }: { readonly size?: number; readonly batchesMax?: number } = {},
): Promise<BatchedDeletion> {
  let rows = 0;
  for (let batch = 0; batch < batchesMax; batch += 1) {
    const deleted = await deleteBatch(size);
    if (deleted === 0) return { rows, isDone: true };
    rows += deleted;
  }
  return { rows, isDone: false };
}
