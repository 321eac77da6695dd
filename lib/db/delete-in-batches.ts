import "server-only";
import { sqlPool } from "./client";

/** Rows that one statement removes: a few hundredths of a second, so that hardly anybody waits behind it. */
export const batchSize = 5_000;

/**
 * Runs a statement that removes or moves at most `size` rows again and again, each time on its own, until it finds fewer.
 * Stops after `batchesMax`: what is left then waits for the next run of its job. Returns how many rows there were.
 */
export async function deleteInBatches(
  statement: string,
  values: readonly unknown[] = [],
  { size = batchSize, batchesMax = 400 }: { readonly size?: number; readonly batchesMax?: number } = {},
): Promise<number> {
  let total = 0;
  for (let batch = 0; batch < batchesMax; batch += 1) {
    const { rowCount } = await sqlPool().query(statement, [...values]);
    total += rowCount ?? 0;
    if ((rowCount ?? 0) < size) break;
  }
  return total;
}
