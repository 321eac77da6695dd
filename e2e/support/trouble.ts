import { asOwner } from "./owner";

/**
 * Tables that a test may hide for a moment: each is read by few pages, and by no job but the ones that erase deleted
 * workspaces, fold usage, copy billing profiles and look after saved cards, which are tried again.
 */
export const tablesForTrouble = [
  "audit_events",
  "billing_profiles",
  "category_days",
  "saved_cards",
  "security_events",
  "series_ranks",
  "stripe_events",
  "usage_dimension_days",
  "usage_histograms",
] as const;

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

/**
 * Makes the reads of one column fail, where a whole table is also read by the frame of every page: the shares of the
 * monthly spend alert. Its job is tried again.
 */
export function whileSpendSharesAreAway(work: () => Promise<void>): Promise<void> {
  return whileColumnIsAway("alert_settings", "monthly_steps", work);
}

/** The same for the last use of old secrets: the table itself authenticates every request. */
export function whileOldSecretUseIsAway(work: () => Promise<void>): Promise<void> {
  return whileColumnIsAway("key_secrets", "last_used_at", work);
}

async function whileColumnIsAway(table: string, column: string, work: () => Promise<void>): Promise<void> {
  await asOwner(`alter table ${table} rename column ${column} to ${column}_away`);
  try {
    await work();
  } finally {
    await asOwner(`alter table ${table} rename column ${column}_away to ${column}`);
  }
}
