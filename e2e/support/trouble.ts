import { asOwner } from "./owner";

/** Tables that a test may hide for a moment: each is read by one page, and by no job but the one that erases
 * deleted workspaces. */
export const tablesForTrouble = ["security_events", "series_ranks", "stripe_events"] as const;

/** Makes the pages that read this table fail, like a failing database, and always restores it. */
export async function whileTableIsAway(
  table: (typeof tablesForTrouble)[number],
  work: () => Promise<void>,
): Promise<void> {
  await asOwner(`alter table ${table} rename to ${table}_away`);
  try {
    await work();
  } finally {
    await asOwner(`alter table ${table}_away rename to ${table}`);
  }
}
