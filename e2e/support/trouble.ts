import { asOwner } from "./owner";

/** Tables that a test may take away for a moment: read by one page each, and by nothing that runs by itself. */
export const tablesForTrouble = ["security_events", "stripe_events"] as const;

/** Makes the pages that read this table fail, as a database in trouble would, and puts it back whatever happens. */
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
