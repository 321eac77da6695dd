import "server-only";
import { errorFacts, log } from "@/lib/config/log";
import { transaction, type Tx } from "@/lib/db/client";

/** Most crossings of one kind in one run; the next run continues. */
export const batchMax = 500;

/**
 * Evaluates each row in its own short transaction, so that none waits for another, and counts those that fired. A failing
 * one is logged and comes again in the next run.
 */
export async function evaluateEach<Row extends { readonly workspaceId: string }>(
  rows: readonly Row[],
  evaluate: (tx: Tx, row: Row) => Promise<boolean>,
): Promise<number> {
  let fired = 0;
  for (const row of rows) {
    try {
      if (await transaction((tx) => evaluate(tx, row))) fired += 1;
    } catch (error) {
      const { workspaceId } = row;
      log().error({ workspaceId, ...errorFacts(error) }, "an alert could not be evaluated");
    }
  }
  return fired;
}
