/** The reason of a mark for content that is on its way. */
export const awaitedReason = "awaited";

/** How long storing takes at most, also after a while without a database. */
export const awaitedMinutes = 2;

/**
 * SQL: true for a mark of content that was lost. One that is awaited counts as lost when it is older than storing takes;
 * should it come all the same, its mark goes.
 */
export const isLostSql = `(reason <> '${awaitedReason}' or created_at < now() - interval '${awaitedMinutes} minutes')`;
